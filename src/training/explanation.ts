/** Why a network gives a class to an image: by its gradient, and by what happens when a patch of it is changed. */
import { type FirstLayerShare, firstLayerShare, inputGradient } from '../engine/attribution';
import {
  type ClassContest,
  haveOdds,
  logOddsOf,
  type ScoreLayer,
  scoreLayerOf,
  scoreOf,
} from '../engine/classScore';
import { largestIndex } from '../engine/metrics';
import type { Network } from '../engine/network';
import { type Patch, type PatchMap, startPatchMaps } from './patchMaps';
import type { PiecedWork } from './slices';

export type ExplanationQuestion = ClassContest & {
  /** One image, as `predict` takes it: of n × n pixels. */
  readonly input: Float32Array;
};

/** Why a class is given to an image, or why it rather than its rival. All maps have one number a pixel. */
export type Explanation = {
  /** What the score is: the class's logit, which goes into the last softmax or sigmoid, or else its output; less its rival's. */
  readonly of: ScoreLayer['are'];
  readonly score: number;
  /** log p/(1 − p) of the class, or log p/q against its rival; the score again where there are no such odds. */
  readonly logOdds: number;
  /** The p of these: of the class, or its share p/(p + q) of the two; null where there are none. */
  readonly probability: number | null;
  /** The class with the highest score; −1 where one is not a number. */
  readonly answer: number;
  /** Of the score with respect to each pixel, and times the pixel: what it adds to the score. */
  readonly gradient: Float32Array;
  readonly inputTimesGradient: Float32Array;
  /** By how much the log-odds fall when the 5 × 5 around a pixel are painted over with paper (Zeiler & Fergus 2014, section 4.2). */
  readonly occlusion: PatchMap;
  /** By how much they rise when the 3 × 3 around it are filled with ink. */
  readonly addedInk: PatchMap;
  readonly firstLayer: FirstLayerShare;
  /** After how many steps. */
  readonly step: number;
};

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
