/** What a script must know of a network: only numbers and known names of the card, never its texts. */
import { type CardNetwork, cardText, parseCard, type WeightsCard } from '../card';
import { networkTensors } from '../networkTensors';
import { type CodePoints, noPoints } from './codePoints';

export type CardLayer = CardNetwork['layers'][number];

export type CodeLayer = {
  /** `layers.0`, as its tensors are named. */
  readonly name: string;
  readonly spec: CardLayer;
  /** What one sample is before and behind it, as PyTorch has it: `[units]`, or `[channels, height, width]`. */
  readonly input: readonly number[];
  readonly output: readonly number[];
};

export type CodePlan = {
  readonly card: WeightsCard;
  readonly layers: readonly CodeLayer[];
  /** Numbers of one sample that come out. */
  readonly outputs: number;
  /** Whether what comes out are images, which lie channels last in Scratchnet. */
  readonly endsInImages: boolean;
  /** 784-128-10; channels of convolutions as conv8, of many layers the first and the last. */
  readonly title: string;
  /** What it is for, as the end of “a neural network that …”. */
  readonly purpose: string;
  /** A sentence about its accuracy. */
  readonly measured: string;
  /** What it was trained and tested on, where that are points of a plane. */
  readonly points: CodePoints;
};

/** Throws a FormatError (`card`) for a card that could not be read from a file either: whatever it holds gets no further. */
export function planCode(given: WeightsCard, points: CodePoints = noPoints): CodePlan {
  const card = parseCard(cardText(given));
  const { network } = card;
  const before = networkTensors(network).shapes.map(channelsFirst);
  const layers = network.layers.map((spec, index) => ({
    name: `layers.${index}`,
    spec,
    input: before[index],
    output: before[index + 1],
  }));
  const last = before[before.length - 1];
  const widths = network.layers.flatMap((layer): readonly (string | number)[] => {
    if (layer.type === 'conv2d') return [`conv${layer.channels}`];
    return layer.type === 'dense' ? [layer.units] : [];
  });
  return {
    card,
    layers,
    outputs: last.reduce((product, size) => product * size, 1),
    endsInImages: last.length === 3,
    title: shortened([network.inputs, ...widths]).join('-'),
    purpose: purposes[card.data.type],
    measured: measuredText(card),
    points,
  };
}

const purposes: Record<WeightsCard['data']['type'], string> = {
  digits: 'reads handwritten digits',
  shapes: 'knows points of a plane',
  xor: 'knows XOR',
};

const rowNames: Record<WeightsCard['data']['type'], string> = {
  digits: 'test digits',
  shapes: 'points',
  xor: 'rows',
};

function shortened(widths: readonly (string | number)[]): readonly (string | number)[] {
  return widths.length > 8 ? [...widths.slice(0, 4), '...', ...widths.slice(-2)] : widths;
}

function channelsFirst(shape: readonly number[]): readonly number[] {
  if (shape.length !== 3) return shape;
  const [height, width, channels] = shape;
  return [channels, height, width];
}

function measuredText({ steps, testAccuracy, testRows, data }: WeightsCard): string {
  const trained = `Trained in Scratchnet for ${steps.toLocaleString('en')} ${steps === 1 ? 'step' : 'steps'}`;
  if (testAccuracy === null) return `${trained}; how well it does was not measured.`;
  return `${trained}; measured there: ${(100 * testAccuracy).toFixed(2)} % of ${testRows.toLocaleString('en')} ${rowNames[data.type]} right.`;
}

/** Whether one of the layers is of that type, or that activation. */
export function has({ layers }: CodePlan, kind: string): boolean {
  return layers.some(({ spec }) =>
    spec.type === 'activation' ? spec.activation === kind : spec.type === kind,
  );
}
