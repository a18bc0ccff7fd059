/** Which answers, to what a file without a card leaves open, make its network read most of the test data. */
import type { Dataset } from '../datasets/dataset';
import { givenOrder } from '../datasets/epochOrder';
import { createNetwork } from '../engine/network';
import { networkFloats } from '../engine/networkFloats';
import { planNetwork } from '../engine/plan';
import type { BareOutline } from '../formats/bareNetwork';
import type { BareWeights } from '../formats/weights';
import type { Kernels } from '../kernels/kernels';
import { countRight } from './evaluation';
import { bareRecipe, type OnScreen, readBare } from './exchange';
import { checkSameTensors, setTensors } from './runState';
import type { Activation, DataSpec, FileReading, Loss } from './trainer';

/** Multiply-adds that all trials together may take, about: some tenths of a second. */
const work = 3e9;
const mostRows = 1000;
/** Combinations of activations that are tried; with more layers, only the same one for all. */
const mostCombinations = 27;

const hidden: readonly Activation[] = ['relu', 'sigmoid', 'tanh'];
const last: readonly Activation[] = ['softmax', 'sigmoid', 'linear'];
const inputs = ['zeroToOne', 'standardized', 'unitLength'] as const;

export type Trial = {
  readonly bare: BareWeights;
  readonly problem: DataSpec['type'];
  readonly outline: BareOutline;
  /** The network that is open, which the file may be of. */
  readonly onScreen: OnScreen | null;
  /** Null: nothing is measured, and what is usual is suggested. */
  readonly test: Dataset | null;
  readonly createKernels: (floats: number) => Kernels;
  /** Awaited between two trials. */
  readonly breathe: () => Promise<void>;
};

export async function suggestReading(trial: Trial): Promise<FileReading> {
  const usual = usualReading(trial);
  const tried = readings(trial, usual);
  if (!trial.test) return usual;
  const best = await bestByAnswers(trial, tried);
  // How the outputs are squashed changes no answer, or few, but how far they are from what is wanted.
  const ends = best.flatMap((reading) =>
    usual.activations.length === 0 ? [reading] : last.map((activation) => withLast(reading, activation)),
  );
  const found = await bestByError(trial, ends);
  const ending = found.activations.at(-1);
  return { ...found, loss: ending === undefined ? usual.loss : lossBehind(ending) };
}

/** What a network is measured by of which only the last activation is known. */
export function lossBehind(ending: Activation): Loss {
  return ending === 'softmax' ? 'crossEntropy' : 'meanSquaredError';
}

function usualReading({ problem, outline, onScreen }: Trial): FileReading {
  const recipe = bareRecipe(problem, onScreen);
  const usualEnding = recipe.network.layers.at(-1);
  const final = usualEnding?.type === 'activation' ? usualEnding.activation : 'linear';
  const layers = Math.max(0, outline.widths.length - 1);
  const ending = outline.network?.layers.at(-1);
  const isSoftmax =
    layers > 0 ? final === 'softmax' : ending?.type === 'activation' && ending.activation === 'softmax';
  return {
    activations: Array.from({ length: layers }, (_, i) => (i === layers - 1 ? final : 'relu')),
    input: 'zeroToOne',
    biasNode: 'last',
    layout: outline.layouts[0],
    loss: isSoftmax ? recipe.loss : 'meanSquaredError',
  };
}

/** All that could be, the usual first; with the last activation as usual. */
function readings({ problem, outline }: Trial, usual: FileReading): FileReading[] {
  const scalings = problem === 'digits' && !isScaled(outline) ? inputs : (['zeroToOne'] as const);
  const biasNodes = outline.hasBiasNode ? (['last', 'first'] as const) : (['last'] as const);
  const combinations = outline.network ? [[]] : combinationsOf(outline.widths.length - 2);
  return combinations.flatMap((before) =>
    scalings.flatMap((input) =>
      biasNodes.flatMap((biasNode) =>
        outline.layouts.map((layout) => ({
          ...usual,
          activations: [...before, ...usual.activations.slice(-1)],
          input,
          biasNode,
          layout,
        })),
      ),
    ),
  );
}

function isScaled({ network }: BareOutline): boolean {
  const first = network?.layers[0].type;
  return first === 'standardize' || first === 'unitLength';
}

function combinationsOf(layers: number): Activation[][] {
  if (hidden.length ** layers > mostCombinations)
    return hidden.map((activation) => Array.from({ length: layers }, () => activation));
  return Array.from({ length: layers }).reduce<Activation[][]>(
    (before) => before.flatMap((some) => hidden.map((activation) => [...some, activation])),
    [[]],
  );
}

function withLast(reading: FileReading, activation: Activation): FileReading {
  return {
    ...reading,
    activations: [...reading.activations.slice(0, -1), activation],
    loss: 'meanSquaredError',
  };
}

/** Those under which most answers are right, or so few less that it may be chance: a network may answer well to pixels of another scale. */
async function bestByAnswers(trial: Trial, tried: readonly FileReading[]): Promise<FileReading[]> {
  const results: (Measured & { readonly reading: FileReading })[] = [];
  for (const reading of tried) {
    results.push({ reading, ...measure(trial, reading, tried.length) });
    await trial.breathe();
  }
  const most = Math.max(...results.map(({ correct }) => correct));
  // The deviation of a count of rare mistakes is about the root of it.
  const enough = most - Math.sqrt(Math.max(0, ...results.map(({ rows }) => rows)) - most);
  return results.filter(({ correct }) => correct >= enough).map(({ reading }) => reading);
}

/** By the mean squared error of the outputs, of which training left the least where they are read as they were trained. */
async function bestByError(trial: Trial, tried: readonly FileReading[]): Promise<FileReading> {
  let best = tried[0];
  let least = Number.POSITIVE_INFINITY;
  for (const reading of tried) {
    const { error } = measure(trial, reading, tried.length);
    if (error < least) {
      best = reading;
      least = error;
    }
    await trial.breathe();
  }
  return best;
}

type Measured = { readonly correct: number; readonly rows: number; readonly error: number };

function measure(
  { bare, problem, onScreen, test, createKernels }: Trial,
  reading: FileReading,
  trials: number,
): Measured {
  if (!test) return { correct: 0, rows: 0, error: 0 };
  const { spec, tensors } = readBare(bare, problem, reading, onScreen);
  const { multiplyAdds } = planNetwork(spec.network);
  const rows = Math.min(test.rows, mostRows, Math.max(20, Math.floor(work / (trials * multiplyAdds))));
  const kernels = createKernels(networkFloats(spec.network, rows, null));
  const network = createNetwork(kernels, spec.network, { random: 1, maxBatch: rows });
  checkSameTensors(network.tensors, tensors);
  setTensors(network.tensors, tensors);
  test.writeBatch(network.inputBuffer, network.targetBuffer, givenOrder(test.rows), 0, rows);
  const error = network.loss(rows, 'meanSquaredError');
  const outputs = network.layerOutputs(rows)[spec.network.layers.length - 1];
  const correct = countRight(test, outputs, network.targetBuffer, rows);
  return { correct, rows, error: Number.isFinite(error) ? error : Number.POSITIVE_INFINITY };
}
