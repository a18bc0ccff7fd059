/** Weights on their way out to a file and back into a run, with everything checked that a run needs. */
import { planNetwork } from '../engine/plan';
import type { WeightsCard } from '../formats/card';
import { tensorsFromWeights, weightsFromTensors } from '../formats/layout';
import { readNpz, writeNpz } from '../formats/npz';
import { FormatError } from '../formats/weights';
import type { DataSpec, Evaluation, NamedTensor, NetworkSpec, RunInfo, RunSpec } from './trainer';

/** Inputs and outputs that a network needs for each problem. */
const widths: Record<DataSpec['type'], { inputs: number; outputs: number; title: string }> = {
  xor: { inputs: 2, outputs: 1, title: 'XOR' },
  digits: { inputs: 784, outputs: 10, title: 'Digits' },
};

/** What a card says besides the spec. */
export type ExportedAt = {
  readonly kernels: RunInfo['kernels'];
  readonly steps: number;
  readonly epochs: number;
  readonly test: Evaluation | null;
  readonly madeBy: string;
};

export function cardOf(spec: RunSpec, { kernels, steps, epochs, test, madeBy }: ExportedAt): WeightsCard {
  return {
    ...spec,
    steps,
    epochs,
    // A loss that has overflowed is no figure.
    testLoss: test && Number.isFinite(test.loss) ? test.loss : null,
    testAccuracy: test?.accuracy ?? null,
    testRows: test?.rows ?? 0,
    kernels,
    madeBy,
  };
}

export function writeWeights(
  spec: RunSpec,
  tensors: readonly NamedTensor[],
  at: ExportedAt,
): { bytes: Uint8Array; card: WeightsCard } {
  const card = cardOf(spec, at);
  return { bytes: writeNpz(weightsFromTensors(card, tensors)), card };
}

/** The weights of a file, also of a checkpoint. Throws a FormatError for one that has none, or none for `problem`. */
export function readWeights(
  bytes: Uint8Array,
  problem: DataSpec['type'],
): { spec: RunSpec; card: WeightsCard; tensors: readonly NamedTensor[] } {
  const weights = readNpz(bytes);
  return {
    spec: specFor(weights.card, problem),
    card: weights.card,
    tensors: tensorsFromWeights(weights),
  };
}

/** The run that a card describes. Throws a FormatError if its network is not one for `problem`. */
export function specFor(card: WeightsCard, problem: DataSpec['type']): RunSpec {
  const { network, data, loss, optimizer, schedule, regularization, batchSize, seed } = card;
  if (data.type !== problem)
    throw new FormatError(
      'unexpected',
      `These weights are for ${widths[data.type].title}, not for ${widths[problem].title}. Open the tab ${widths[data.type].title} and upload them there.`,
      { field: 'card.data.type' },
    );
  const { inputs, outputs, title } = widths[problem];
  const found = outputsOf(network);
  if (network.inputs !== inputs || found !== outputs)
    throw new FormatError(
      'unexpected',
      `The network of this file has ${network.inputs} inputs and ${found} outputs; ${title} needs ${inputs} and ${outputs}.`,
      { field: 'card.network' },
    );
  return { data, network, loss, optimizer, schedule, regularization, batchSize, seed };
}

/** Numbers of one sample that come out. Throws a FormatError for a network that the engine does not build. */
function outputsOf(network: NetworkSpec): number {
  try {
    return planNetwork(network).outputs;
  } catch (error) {
    throw new FormatError(
      'card',
      `The network of this file cannot be built: ${error instanceof Error ? error.message : error}.`,
      { field: 'card.network' },
    );
  }
}
