/** By what a class of a network is explained: a number that says how it stands, and of which there is a gradient. */
import type { NetworkSpec } from './spec';

/** A class, alone or against another one. */
export type ClassContest = { readonly classIndex: number; readonly rival: number | null };

export type ScoreLayer = {
  /** Whose outputs are the scores. */
  readonly layer: number;
  /** logits: what goes into a last softmax or sigmoid. Where there is neither, the outputs. */
  readonly are: 'logits' | 'outputs';
};

/**
 * Scores are taken before a last softmax or sigmoid, whose slope is next to nothing where the network is sure, and
 * where the score of a class would also rise because that of another falls (Simonyan et al. 2014, section 3).
 */
export function scoreLayerOf({ layers }: NetworkSpec): ScoreLayer {
  const last = layers.length - 1;
  const isLogistic = endsIn(layers, 'softmax') || endsIn(layers, 'sigmoid');
  return isLogistic ? { layer: last - 1, are: 'logits' } : { layer: last, are: 'outputs' };
}

/** The score of the class, less that of the rival if there is one. `scores` are those of one sample. */
export function scoreOf(scores: ArrayLike<number>, { classIndex, rival }: ClassContest): number {
  return scores[classIndex] - (rival === null ? 0 : scores[rival]);
}

/** The gradient of `scoreOf` with respect to the `classes` scores. */
export function scoreGradient(classes: number, { classIndex, rival }: ClassContest): number[] {
  return Array.from({ length: classes }, (_, i) => (i === classIndex ? 1 : i === rival ? -1 : 0));
}

/**
 * The logarithm of the odds of the class: log p/(1 − p), or log p/q against a rival of probability q. From the logits, so
 * that it stays a number where p is rounded to 1. Of a sigmoid, and between two classes, that is the score itself; where
 * there are no such odds (see `haveOdds`) it is the score too.
 */
export function logOddsOf(network: NetworkSpec, scores: ArrayLike<number>, contest: ClassContest): number {
  const score = scoreOf(scores, contest);
  if (contest.rival !== null || !endsIn(network.layers, 'softmax')) return score;
  // log Σ exp of the others, less their largest for the exponentials' sake.
  const others = Array.from(scores).filter((_, i) => i !== contest.classIndex);
  const largest = Math.max(...others);
  return score - largest - Math.log(others.reduce((sum, other) => sum + Math.exp(other - largest), 0));
}

/** Whether 1/(1 + e⁻ˣ) of the log-odds x is the probability of the class, or, against a rival, its share of the two. */
export function haveOdds({ layers }: NetworkSpec, { rival }: ClassContest): boolean {
  return endsIn(layers, 'softmax') || (rival === null && endsIn(layers, 'sigmoid'));
}

function endsIn(layers: NetworkSpec['layers'], name: 'softmax' | 'sigmoid'): boolean {
  const last = layers.at(-1);
  return last?.type === 'activation' && last.activation === name;
}
