/** What a network answers to each row that it is measured on: noted while it is measured, and read as a table. */
import {
  addToConfusion,
  type ClassScore,
  type ConfusionMatrix,
  classScores,
  createConfusionMatrix,
} from '../engine/confusion';
import { answeredClass, labelAt } from '../engine/metrics';
import type { Floats } from '../kernels/kernels';

/** The answers to all test rows; arrays of one number a row. */
export type TestAnswers = {
  /** After how many steps. */
  readonly step: number;
  /** The class that is meant, and the one that is answered: −1 where there is none. */
  readonly labels: Int8Array;
  readonly answers: Int8Array;
  /** What the network gives to its answer: of a softmax the probability, 0 to 1. */
  readonly confidences: Float32Array;
  readonly confusion: ConfusionMatrix;
  /** Of each class: how many of its answers are right, and how many of its rows. */
  readonly scores: readonly ClassScore[];
};

export type AnswerNotes = {
  /** The next B rows, whose outputs and targets are `[B, N]`. */
  add(outputs: Floats, targets: Floats, B: number): void;
  /** Of all that were added. */
  read(step: number): TestAnswers;
};

/** For `rows` rows and a network of N outputs. */
export function noteAnswers(rows: number, N: number): AnswerNotes {
  const labels = new Int8Array(rows);
  const answers = new Int8Array(rows);
  const confidences = new Float32Array(rows);
  const matrix = createConfusionMatrix(N);
  let noted = 0;
  return {
    add(outputs, targets, B) {
      for (let b = 0; b < B; b++) {
        const answer = answeredClass(outputs, b * N, N);
        labels[noted + b] = labelAt(targets, b * N, N);
        answers[noted + b] = answer;
        confidences[noted + b] = confidenceOf(outputs, b * N, N, answer);
      }
      addToConfusion(matrix, outputs, targets, B, N);
      noted += B;
    },
    read: (step) => ({ step, labels, answers, confidences, confusion: matrix, scores: classScores(matrix) }),
  };
}

function confidenceOf(outputs: Floats, start: number, N: number, answer: number): number {
  if (answer < 0) return Number.NaN;
  if (N > 1) return outputs[start + answer];
  return answer === 1 ? outputs[start] : 1 - outputs[start];
}

/** In memory of its own. */
export function copyAnswers(of: TestAnswers): TestAnswers {
  return {
    ...of,
    labels: of.labels.slice(),
    answers: of.answers.slice(),
    confidences: of.confidences.slice(),
    confusion: { ...of.confusion, counts: of.confusion.counts.slice() },
  };
}
