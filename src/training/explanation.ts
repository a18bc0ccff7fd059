/** Why a network gives a class to an image: by its gradient, and by what happens when a patch of it is changed. */
import { firstLayerShare, inputGradient } from '../engine/attribution';
import { haveOdds, logOddsOf, scoreLayerOf, scoreOf } from '../engine/classScore';
import { largestIndex } from '../engine/metrics';
import type { Network } from '../engine/network';
import { type Patch, startPatchMaps } from './patchMaps';
import type { PiecedWork } from './slices';
import type { Explanation, ExplanationQuestion } from './trainer';

/** Wider than a stroke of MNIST, so that one is cut in two. */
const occluder: Patch = { side: 5, with: 'paper' };
/** As wide as a stroke. */
const dab: Patch = { side: 3, with: 'ink' };

/** Units of the first layer that are told one by one. */
const toldUnits = 6;

/**
 * Explains in pieces of up to `pieceRows` images; the weights must not change meanwhile, what the network's buffers hold
 * may. Throws an Error for a question that has no answer.
 */
export function startExplanation(
  network: Network,
  question: ExplanationQuestion,
  pieceRows: number,
  step: number,
): PiecedWork<Explanation> {
  checkQuestion(network, question);
  const { spec, outputs } = network;
  const { input } = question;
  const { layer, are } = scoreLayerOf(spec);
  network.inputBuffer.set(input);
  network.forward(1);
  const scores = network.layerOutputs(1)[layer];
  const logOdds = logOddsOf(spec, scores, question);
  const gradient = inputGradient(network, question);
  const explained = {
    of: are,
    score: scoreOf(scores, question),
    logOdds,
    probability: haveOdds(spec, question) ? 1 / (1 + Math.exp(-logOdds)) : null,
    answer: largestIndex(scores, 0, outputs),
    gradient,
    inputTimesGradient: gradient.map((slope, i) => slope * input[i]),
    firstLayer: firstLayerShare(network, question, toldUnits),
    step,
  };
  const standing = { layer, of: (row: Float32Array) => logOddsOf(spec, row, question) };
  const maps = startPatchMaps(network, input, [occluder, dab], standing, pieceRows);
  return {
    advance: maps.advance,
    result() {
      const [occlusion, addedInk] = maps.result();
      return { ...explained, occlusion, addedInk };
    },
  };
}

function checkQuestion({ spec, outputs }: Network, { input, classIndex, rival }: ExplanationQuestion): void {
  if (!Number.isInteger(Math.sqrt(spec.inputs)))
    throw new Error(`Answers to square images are explained; this network takes ${spec.inputs} numbers.`);
  if (input.length !== spec.inputs)
    throw new Error(`One image of ${spec.inputs} numbers is explained, not ${input.length} numbers.`);
  for (const index of rival === null ? [classIndex] : [classIndex, rival])
    if (!(Number.isInteger(index) && index >= 0 && index < outputs))
      throw new Error(`A class is a whole number from 0 to ${outputs - 1}, not ${index}.`);
  if (classIndex === rival) throw new Error(`Class ${classIndex} can't be explained against itself.`);
}
