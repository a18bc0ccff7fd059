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

export function writeWeights(
  spec: RunSpec,
  tensors: readonly NamedTensor[],
  at: { kernels: RunInfo['kernels']; steps: number; epochs: number; test: Evaluation | null; madeBy: string },
): { bytes: Uint8Array; card: WeightsCard } {
  const card: WeightsCard = {
    ...spec,
    steps: at.steps,
    epochs: at.epochs,
    // A loss that has overflowed is no figure.
    testLoss: at.test && Number.isFinite(at.test.loss) ? at.test.loss : null,
    testAccuracy: at.test?.accuracy ?? null,
    testRows: at.test?.rows ?? 0,
    kernels: at.kernels,
    madeBy: at.madeBy,
  };
  return { bytes: writeNpz(weightsFromTensors(card, tensors)), card };
}

/** Throws a FormatError for a file that is not weights, or not weights for `problem`. */
export function readWeights(
  bytes: Uint8Array,
  problem: DataSpec['type'],
): { spec: RunSpec; card: WeightsCard; tensors: readonly NamedTensor[] } {
  const weights = readNpz(bytes);
  const { card } = weights;
  const { network, data, loss, optimizer, batchSize, seed } = card;
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
  const spec: RunSpec = { data, network, loss, optimizer, batchSize, seed };
  return { spec, card, tensors: tensorsFromWeights(weights) };
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
