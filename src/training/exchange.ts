/** Weights on their way out to a file and back into a run, with everything checked that a run needs. */
import { checkLoss } from '../engine/losses';
import { checkOptimizerSpec } from '../engine/optimizers/registry';
import { type NetworkPlan, planNetwork } from '../engine/plan';
import type { WeightsCard } from '../formats/card';
import { tensorsFromWeights, weightsFromTensors } from '../formats/layout';
import { readNpz, writeNpz } from '../formats/npz';
import { FormatError } from '../formats/weights';
import { maxBatch } from './recipes';
import { runFloats } from './run';
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

/**
 * The weights of a file, also of a checkpoint, and a run that begins with them: in fused arithmetic, whatever they were
 * made in. Throws a FormatError for a file that has none, or none for `problem`.
 */
export function readWeights(
  bytes: Uint8Array,
  problem: DataSpec['type'],
): { spec: RunSpec; card: WeightsCard; tensors: readonly NamedTensor[] } {
  const weights = readNpz(bytes);
  return {
    spec: { ...specFor(weights.card, problem), arithmetic: 'fused' },
    card: weights.card,
    tensors: tensorsFromWeights(weights),
  };
}

/** The run that a card describes. Throws a FormatError if its network is not one for `problem`. */
export function specFor(card: WeightsCard, problem: DataSpec['type']): RunSpec {
  const { network, data, loss, optimizer, schedule, regularization, arithmetic, batchSize, seed } = card;
  if (data.type !== problem)
    throw new FormatError(
      'unexpected',
      `These weights are for ${widths[data.type].title}, not for ${widths[problem].title}. Open the tab ${widths[data.type].title} and upload them there.`,
      { field: 'card.data.type' },
    );
  const { inputs, outputs, title } = widths[problem];
  const found = planOf(network).outputs;
  if (network.inputs !== inputs || found !== outputs)
    throw new FormatError(
      'unexpected',
      `The network of this file has ${network.inputs} inputs and ${found} outputs; ${title} needs ${inputs} and ${outputs}.`,
      { field: 'card.network' },
    );
  const spec: RunSpec = {
    data,
    network,
    loss,
    optimizer,
    schedule,
    regularization,
    arithmetic,
    batchSize,
    seed,
  };
  checkRun(spec);
  return spec;
}

/** Throws a FormatError for a run that the engine refuses, or that a page could not serve. */
function checkRun(spec: RunSpec): void {
  const { network, batchSize } = spec;
  orRefuse('card.loss', () => checkLoss(network, spec.loss));
  orRefuse('card.optimizer', () => checkOptimizerSpec(spec.optimizer));
  if (batchSize > maxBatch)
    throw new FormatError('card', `The batch of this file is ${batchSize}; at most ${maxBatch} are taken.`, {
      field: 'card.batchSize',
    });
  const bytes = 4 * runFloats(spec);
  if (bytes > mostBytes)
    throw new FormatError(
      'tooLarge',
      `To train the network of this file takes ${Math.ceil(bytes / 1e6)} MB; at most ${mostBytes / 1e6} are given to one.`,
      { field: 'card.network' },
    );
  // Forward, and backward twice.
  const work = 3 * planOf(network).multiplyAdds * batchSize;
  if (work > mostStepWork)
    throw new FormatError(
      'tooLarge',
      `One step of this file's run takes ${(work / 1e9).toFixed(0)} billion multiply-adds; at most ${mostStepWork / 1e9} are taken, some seconds. Train it elsewhere, or with smaller batches.`,
      { field: 'card.network' },
    );
}

/** As much as the largest network that the page offers takes: what was saved there must open again. */
const mostBytes = 1_000_000_000;
/** So is this, with the largest batch; what takes much longer would keep a worker from answering. */
const mostStepWork = 7e10;

function orRefuse(field: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new FormatError(
      'card',
      `The card of this file does not fit its network: ${error instanceof Error ? error.message : error}. If it was edited by hand, undo that; else export it again.`,
      { field },
    );
  }
}

/** Throws a FormatError for a network that the engine does not build. */
function planOf(network: NetworkSpec): NetworkPlan {
  try {
    return planNetwork(network);
  } catch (error) {
    throw new FormatError(
      'card',
      `The network of this file cannot be built: ${error instanceof Error ? error.message : error}.`,
      { field: 'card.network' },
    );
  }
}
