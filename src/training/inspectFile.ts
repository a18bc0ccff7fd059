/** What is in a file of weights, found out without changing anything. */
import type { Dataset } from '../datasets/dataset';
import { type BareOutline, outlineBare } from '../formats/bareNetwork';
import { fittingLayers } from '../formats/fittingLayers';
import { readWeightsFile } from '../formats/formats';
import { networkTensors } from '../formats/networkTensors';
import { type BareWeights, FormatError, type Weights } from '../formats/weights';
import type { Kernels } from '../kernels/kernels';
import { trainRows } from './data';
import { bareOutputs, bareRecipe, isFor, type OnScreen, problemOf, problems, specFor } from './exchange';
import { suggestReading } from './suggestReading';
import type { DataSpec, FileQuestion, FileReport, NetworkSpec } from './trainer';

export type Inspection = {
  readonly problem: DataSpec['type'];
  /** The network that is open. */
  readonly onScreen: OnScreen | null;
  /** To try a file without a card on; called only for such a one. Null: there are no test data. */
  readonly openTest: (outputs: number) => Promise<Dataset | null>;
  readonly createKernels: (floats: number) => Kernels;
  readonly breathe: () => Promise<void>;
};

/** Rejects with a FormatError for a file of which nothing fits. */
export async function inspectFile(bytes: Uint8Array, inspection: Inspection): Promise<FileReport> {
  const { problem, onScreen } = inspection;
  const { format, contents } = readWeightsFile(bytes);
  const fitting = onScreen ? fittingLayers(contents, onScreen.network).map(({ name }) => name) : [];
  const ofLayers = onScreen ? layersWithWeights(onScreen.network) : 0;
  const report = { format, card: contents.card, fitting, ofLayers };
  try {
    if (contents.card) {
      specFor(contents.card, problem);
      return { ...report, position: positionOf(contents), question: null, refusal: null };
    }
    const question = await questionOf(contents, inspection);
    return { ...report, position: null, question, refusal: null };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const other = contents.card ? null : problemOf(contents);
    // Networks of two inputs are as much for XOR as for points.
    const isOther = other && problems[other].inputs !== problems[problem].inputs;
    const refusal = isOther ? isFor(other, problem, 'tensors') : error;
    if (fitting.length === 0) throw refusal;
    return { ...report, position: null, question: null, refusal: refusal.message };
  }
}

function positionOf({ card, saved }: Weights): FileReport['position'] {
  if (!saved) return null;
  const { step, epoch, row } = saved.position;
  return { step, epoch: epoch + row / Math.max(1, trainRows(card.data)) };
}

async function questionOf(bare: BareWeights, inspection: Inspection): Promise<FileQuestion> {
  const { problem, onScreen, openTest } = inspection;
  const recipe = bareRecipe(problem, onScreen);
  const outputs = bareOutputs(bare, recipe, onScreen);
  const { inputs } = recipe.network;
  const outline: BareOutline = outlineBare(bare, inputs, outputs, onScreen?.network ?? null);
  const test = await openTest(outputs);
  const suggested = await suggestReading({ bare, outline, test, ...inspection });
  return { ...outline, suggested };
}

function layersWithWeights(network: NetworkSpec): number {
  return networkTensors(network).tensors.filter(({ name }) => name.endsWith('.weight')).length;
}
