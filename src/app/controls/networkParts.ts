/** A network as the recipe shows it: convolutions, hidden layers, a last layer, and how all of them start. */
import {
  type ConvolutionLayer,
  canBeOrthogonal,
  convolutionLayers,
  type DenseLayer,
  denseLayers,
  initializerFor,
} from '../../training/recipes';
import type { Activation, Initializer, LayerSpec, NetworkSpec } from '../../training/trainer';
import { planOf } from '../networkPlan';

/** A dense layer with its activation. */
export type DensePart = Required<DenseLayer> & { readonly initializer: Initializer };

/** A convolution with its activation and pooling. */
export type ConvolutionPart = Required<ConvolutionLayer> & { readonly initializer: Initializer };

/**
 * suited: to each layer's activation, as `initializerFor` has it; it stays so when an activation changes.
 * own: not the same in all layers, as a file may bring it; each keeps what it has.
 */
export type InitializerChoice = Initializer | 'suited' | 'own';

/** A first layer that says how inputs are scaled. */
export type ScalingSpec = Extract<LayerSpec, { type: 'standardize' | 'unitLength' }>;

/** other: made of what the recipe has no controls for, as it may come from a file. */
export type NetworkKind = 'dense' | 'convolutional' | 'other';

export type NetworkParts = Pick<NetworkSpec, 'inputs' | 'inputShape'> & {
  /** How the network wants its inputs, as a file may bring it: its first layer, which stays as it is; null: as they are. */
  readonly scaling: ScalingSpec | null;
  /** Before the dense layers, with a flatten layer in between; may be none. */
  readonly convolutions: readonly ConvolutionPart[];
  readonly hidden: readonly DensePart[];
  readonly last: DensePart;
  /** Behind every hidden layer; 0: none. */
  readonly dropout: number;
  readonly initializer: InitializerChoice;
};

/** A layer with a bias and the start that suits it. */
export function densePart(units: number, activation: Activation): DensePart {
  return { units, activation, bias: true, initializer: initializerFor(activation) };
}

/** Each layer as a letter, so that their order can be read as a pattern. */
const letters: Record<LayerSpec['type'], string> = {
  conv2d: 'c',
  activation: 'a',
  maxPool2d: 'p',
  flatten: 'f',
  dense: 'd',
  dropout: 'o',
  standardize: 's',
  unitLength: 's',
};

/** At most one scaling, convolutions with all that may belong to them, then dense layers, with dropout behind all hidden ones or none. */
const editable = /^s?(?:(?:ca?p?)+f)?(?:(?:da?)*|(?:da?o)*)da?$/;

/** What its parts can be changed of; `other` if not all of the network is among them. */
export function kindOf({ layers }: NetworkSpec): NetworkKind {
  const fits = editable.test(layers.map(({ type }) => letters[type]).join('')) && layers.every(isUsual);
  const rates = new Set(layers.flatMap((layer) => (layer.type === 'dropout' ? [layer.rate] : [])));
  if (!fits || rates.size > 1 || rates.has(0)) return 'other';
  return layers.some(({ type }) => type === 'conv2d') ? 'convolutional' : 'dense';
}

/** Whether the parts can say all that the layer does. */
function isUsual(layer: LayerSpec): boolean {
  if (layer.type === 'maxPool2d') return layer.size === 2 && layer.stride === 2;
  if (layer.type === 'activation') return layer.activation !== 'linear';
  if (layer.type !== 'conv2d') return true;
  return typeof layer.kernel === 'number' && layer.stride === 1 && layer.padding === 0;
}

/** Of a network of the kind `other`, what there is of parts. */
export function readParts({ inputs, inputShape, layers }: NetworkSpec): NetworkParts {
  const convolutions: ConvolutionPart[] = [];
  const dense: DensePart[] = [];
  let dropout = 0;
  const first = layers.at(0);
  const scaling = first?.type === 'standardize' || first?.type === 'unitLength' ? first : null;
  for (const layer of layers) {
    if (layer.type === 'conv2d') {
      const { channels, kernel, bias, initializer } = layer;
      const side = typeof kernel === 'number' ? kernel : kernel[0];
      convolutions.push({ channels, kernel: side, activation: 'linear', pool: false, bias, initializer });
    } else if (layer.type === 'dense') {
      const { units, bias, initializer } = layer;
      dense.push({ units, activation: 'linear', bias, initializer });
    } else if (layer.type === 'activation') {
      // An activation belongs to what it follows.
      if (dense.length > 0) changeLast(dense, { activation: layer.activation });
      else changeLast(convolutions, { activation: layer.activation });
    } else if (layer.type === 'maxPool2d') {
      changeLast(convolutions, { pool: true });
    } else if (layer.type === 'dropout') dropout = layer.rate;
  }
  const initializer = choiceOf([...convolutions, ...dense]);
  const last = dense.pop() ?? densePart(1, 'linear');
  return { inputs, inputShape, scaling, convolutions, hidden: dense, last, dropout, initializer };
}

function changeLast<Part>(parts: Part[], change: Partial<Part>): void {
  const last = parts.pop();
  if (last) parts.push({ ...last, ...change });
}

function choiceOf(layers: readonly (DensePart | ConvolutionPart)[]): InitializerChoice {
  if (layers.every(({ activation, initializer }) => initializer === initializerFor(activation)))
    return 'suited';
  const first = layers[0].initializer;
  return layers.every(({ initializer }) => initializer === first) ? first : 'own';
}

/** Layers that have become too large to start orthogonal start as it suits them. */
export function writeParts(parts: NetworkParts): NetworkSpec {
  const initializer =
    parts.initializer === 'orthogonal' && !canStartOrthogonal(parts) ? 'suited' : parts.initializer;
  const started = (layers: readonly LayerSpec[], own: Initializer): readonly LayerSpec[] => {
    if (initializer === 'suited') return layers;
    const start = initializer === 'own' ? own : initializer;
    return layers.map((layer) => ('initializer' in layer ? { ...layer, initializer: start } : layer));
  };
  const { inputs, inputShape, scaling, convolutions, hidden, last, dropout } = parts;
  const dropped: readonly LayerSpec[] = dropout > 0 ? [{ type: 'dropout', rate: dropout }] : [];
  return {
    inputs,
    ...(inputShape && { inputShape }),
    layers: [
      ...(scaling ? [scaling] : []),
      ...convolutions.flatMap((part) => started(convolutionLayers([part]), part.initializer)),
      ...(convolutions.length > 0 ? [{ type: 'flatten' } as const] : []),
      ...hidden.flatMap((part) => [...started(denseLayers([part]), part.initializer), ...dropped]),
      ...started(denseLayers([last]), last.initializer),
    ],
  };
}

/** Whether the engine takes `orthogonal` for all layers. */
export function canStartOrthogonal(parts: NetworkParts): boolean {
  const plan = planOf(writeParts({ ...parts, initializer: 'suited' }));
  if (plan === null) return false;
  return plan.layers
    .flatMap(({ tensors }) => tensors)
    .every(({ name, shape, fanIn }) => name === 'bias' || canBeOrthogonal(fanIn, shape[shape.length - 1]));
}
