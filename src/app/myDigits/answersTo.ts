/** What a network says to my digits. */
import { type Ranking, rank } from '../digits/ranking';
import type { Askable } from '../probe';
import type { MyDigit } from './digitStorage';

export type Answer = Ranking & {
  /** What each digit gets, 0 to 9: 0 to 1. */
  readonly shares: Float32Array;
};

/** By the digits' ids; null where the outputs are no numbers. */
export type MyAnswers = ReadonlyMap<string, Answer | null>;

/** Asks a network about all of them in one question. Rejects while there is none. */
export async function answersTo(
  network: Pick<Askable, 'predict'>,
  digits: readonly MyDigit[],
): Promise<MyAnswers> {
  if (digits.length === 0) return new Map();
  const { outputs } = await network.predict(inputsOf(digits));
  const classes = outputs.length / digits.length;
  return new Map(
    digits.map(({ id }, row) => {
      const shares = outputs.subarray(row * classes, (row + 1) * classes);
      const ranking = rank(shares);
      return [id, ranking && { ...ranking, shares }];
    }),
  );
}

/** How many of those that were asked about are read as what they are. */
export function countRight(digits: readonly MyDigit[], answers: MyAnswers): { right: number; of: number } {
  const asked = digits.filter(({ id }) => answers.has(id));
  return {
    right: asked.filter(({ id, label }) => answers.get(id)?.digit === label).length,
    of: asked.length,
  };
}

/** `[digits, 784]`, ink 1: what the network gets. */
export function inputsOf(digits: readonly Pick<MyDigit, 'image'>[]): Float32Array {
  const [first] = digits;
  const pixels = first?.image.length ?? 0;
  const inputs = new Float32Array(digits.length * pixels);
  digits.forEach(({ image }, row) => {
    for (let pixel = 0; pixel < pixels; pixel++) inputs[row * pixels + pixel] = image[pixel] / 255;
  });
  return inputs;
}
