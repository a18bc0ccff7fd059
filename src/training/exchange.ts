/** Weights on their way out to a file and back into a run, with everything checked that a run needs. */
import { checkMixture } from '../datasets/mixture';
import { checkShapes } from '../datasets/shapes2d';
import { checkLoss } from '../engine/losses';
import { checkOptimizerSpec } from '../engine/optimizers/registry';
import { type NetworkPlan, planNetwork } from '../engine/plan';
import { assembleBare, outlineBare } from '../formats/bareNetwork';
import type { WeightsCard } from '../formats/card';
import { fittingLayers } from '../formats/fittingLayers';
import { readWeightsFile, writeWeightsFile } from '../formats/formats';
import { floatToHalf, halfToFloat, type WrittenNumbers } from '../formats/half';
import { tensorsFromWeights, toEngine, weightsFromTensors } from '../formats/layout';
import { networkTensors } from '../formats/networkTensors';
import { type BareWeights, type FileContents, FormatError } from '../formats/weights';
import { outputsFor } from './data';
import type { FileFormat } from './fileFormats';
import { frozenIndices } from './parameters';
import { digitsRecipe, maxBatch, xorRecipe } from './recipes';
import { type Run, runFloats } from './run';
import { shapesRecipe, usualShapes } from './shapesRecipes';
import type {
  DataSpec,
  Evaluation,
  FileReading,
  NamedTensor,
  NetworkSpec,
  RunInfo,
  RunSpec,
  WeightsFile,
} from './trainer';

/** Inputs that a network needs for each problem, and how one is trained that comes without a recipe. */
export const problems: Record<
  DataSpec['type'],
  { readonly inputs: number; readonly title: string; readonly recipe: RunSpec }
> = {
  xor: { inputs: 2, title: 'XOR', recipe: xorRecipe },
  shapes: { inputs: 2, title: 'Shapes', recipe: shapesRecipe(usualShapes('spirals')) },
  digits: { inputs: 784, title: 'Digits', recipe: digitsRecipe },
};

export const problemNames = Object.keys(problems) as readonly DataSpec['type'][];

/** What a network is for: the card says it, or its inputs and outputs do; null: neither. */
export function problemOf(contents: FileContents): DataSpec['type'] | null {
  if (contents.card) return contents.card.data.type;
  const found = problemNames.find((problem) => {
    const { inputs, recipe } = problems[problem];
    if (contents.network) return contents.network.inputs === inputs;
    return outputsFor(recipe.data).some((outputs) => fits(contents, inputs, outputs, null));
  });
  return found ?? null;
}

function fits(bare: BareWeights, inputs: number, outputs: number, onScreen: NetworkSpec | null): boolean {
  try {
    outlineBare(bare, inputs, outputs, onScreen);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

/** The network that is open: a file without a card may be of it, and is for its data if those are of the problem. */
export type OnScreen = Pick<RunSpec, 'network' | 'data'>;

/** How a network without a card is trained. */
export function bareRecipe(problem: DataSpec['type'], onScreen: OnScreen | null): RunSpec {
  const data = onScreen?.data.type === problem ? onScreen.data : problems[problem].recipe.data;
  return data.type === 'shapes' ? shapesRecipe(data) : { ...problems[problem].recipe, data };
}

/** How many numbers the network of a file without a card puts out for such data; if none fits, how many it should. */
export function bareOutputs(
  bare: BareWeights,
  { data, network }: RunSpec,
  onScreen: OnScreen | null,
): number {
  const choices = outputsFor(data);
  const known = onScreen?.network ?? null;
  return choices.find((outputs) => fits(bare, network.inputs, outputs, known)) ?? choices[0];
}

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
  format: FileFormat,
  spec: RunSpec,
  tensors: readonly NamedTensor[],
  at: ExportedAt,
  numbers: WrittenNumbers = 'float32',
): WeightsFile {
  const card = cardOf(spec, at);
  return { bytes: writeWeightsFile(format, weightsFromTensors(card, tensors), numbers), card };
}

/** The tensors with each number as the float16 next to it, in fresh memory. Throws a FormatError for one beyond. */
export function roundedToHalves(tensors: readonly NamedTensor[]): NamedTensor[] {
  return tensors.map(({ name, shape, values }) => {
    const halves = values.map((value) => halfToFloat(floatToHalf(value)));
    if (halves.some((value) => !Number.isFinite(value)))
      throw new FormatError(
        'unsupported',
        `The tensor ${name} holds numbers beyond 65504, the largest float16. Write float32.`,
        { entry: name },
      );
    return { name, shape, values: halves };
  });
}

/** A run that begins with the weights of a file. */
export type ReadWeights = {
  readonly spec: RunSpec;
  readonly card: WeightsCard | null;
  readonly tensors: readonly NamedTensor[];
};

/**
 * The weights of a file, also of a checkpoint, and a run that begins with them: in fused arithmetic, whatever they were
 * made in. `reading` is for files without a card, and so is the network on screen, which the file may be of. Throws a
 * FormatError for a file that has none, or none for `problem`.
 */
export function readWeights(
  bytes: Uint8Array,
  problem: DataSpec['type'],
  reading: FileReading | null,
  onScreen: OnScreen | null,
): ReadWeights {
  const { contents } = readWeightsFile(bytes);
  if (contents.card)
    return {
      spec: { ...specFor(contents.card, problem), arithmetic: 'fused' },
      card: contents.card,
      tensors: tensorsFromWeights(contents),
    };
  if (!reading) throw needsReading();
  return readBare(contents, problem, reading, onScreen);
}

/** As `readWeights`, of a file without a card. */
export function readBare(
  bare: BareWeights,
  problem: DataSpec['type'],
  reading: FileReading,
  onScreen: OnScreen | null,
): ReadWeights {
  const recipe = bareRecipe(problem, onScreen);
  const outputs = bareOutputs(bare, recipe, onScreen);
  const known = onScreen?.network ?? null;
  const { network, tensors } = assembleBare(bare, recipe.network.inputs, outputs, known, reading);
  const spec: RunSpec = { ...recipe, network, loss: reading.loss };
  checkWidths(spec);
  checkRun(spec);
  return { spec, card: null, tensors: tensors.map(toEngine) };
}

/**
 * The weights of `run` with those of a file in the layers that fit. Throws a FormatError where none does.
 */
export function withFittingLayers(bytes: Uint8Array, run: Run): NamedTensor[] {
  const { contents } = readWeightsFile(bytes);
  const found = fittingLayers(contents, run.spec.network).flatMap(({ tensors }) => tensors.map(toEngine));
  if (found.length === 0)
    throw new FormatError(
      'shape',
      'No layer of the network on screen has the shape of one in this file. Change the recipe, or choose another file.',
    );
  return run.weights().map((tensor) => found.find(({ name }) => name === tensor.name) ?? tensor);
}

function needsReading(): FormatError {
  return new FormatError(
    'missing',
    'The file does not say which activations its layers have, nor how inputs are scaled. Say it: the page asks, in a terminal --activations and --input do.',
    { field: 'card' },
  );
}

/** The run that a card describes. Throws a FormatError if its network is not one for `problem`. */
export function specFor(card: WeightsCard, problem: DataSpec['type']): RunSpec {
  const { network, data, loss, optimizer, schedule, regularization, arithmetic, batchSize, seed, frozen } =
    card;
  if (data.type !== problem) throw isFor(data.type, problem, 'card.data.type');
  if (data.type === 'shapes') orRefuse('card.data', () => checkShapes(data));
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
    ...(frozen && { frozen }),
  };
  checkWidths(spec);
  checkRun(spec);
  return spec;
}

/** Of weights for another problem, of which `field` says so. */
export function isFor(found: DataSpec['type'], problem: DataSpec['type'], field: string): FormatError {
  const [there, here] = [problems[found].title, problems[problem].title];
  return new FormatError(
    'unexpected',
    `These weights are for ${there}, not for ${here}. Open the tab ${there} and upload them there.`,
    { field },
  );
}

function checkWidths({ network, data }: RunSpec): void {
  const { inputs, title } = problems[data.type];
  const outputs = outputsFor(data);
  const found = planOf(network).outputs;
  if (network.inputs !== inputs || !outputs.includes(found))
    throw new FormatError(
      'unexpected',
      `The network of this file has ${network.inputs} inputs and ${found} outputs; ${title} needs ${inputs} and ${outputs.join(' or ')}.`,
      { field: 'card.network' },
    );
}

/** Throws a FormatError for a run that the engine refuses, or that a page could not serve. */
function checkRun(spec: RunSpec): void {
  const { data, network, batchSize } = spec;
  orRefuse('card.loss', () => checkLoss(network, spec.loss));
  orRefuse('card.optimizer', () => checkOptimizerSpec(spec.optimizer));
  if (data.type === 'digits' && data.mixture) {
    const { mixture } = data;
    orRefuse('card.data.mixture', () => checkMixture(mixture));
  }
  if (spec.frozen) {
    const { frozen } = spec;
    orRefuse('card.frozen', () => frozenIndices(networkTensors(network).tensors, frozen));
  }
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
      `The card of this file says what can't be: ${error instanceof Error ? error.message : error}. If it was edited by hand, undo that; else export it again.`,
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
