/** The points of a plane that a network was trained on, in a script: a line each, x, y, and its class or value. */
import type { WeightsCard } from '../card';
import { shortestDecimal } from '../json/json';

/** `[n, 3]` each, in one list: x, y, and the class from 0 or the value. */
export type CodePoints = { readonly train: readonly number[]; readonly test: readonly number[] };

export const noPoints: CodePoints = { train: [], test: [] };

/** As the network gets them: each number is the shortest decimal of its float32. */
export function pointLines(points: readonly number[]): string {
  const numbers = points.map((value) => shortestDecimal(Math.fround(value)));
  return Array.from({ length: points.length / 3 }, (_, row) =>
    numbers.slice(3 * row, 3 * row + 3).join(' '),
  ).join('\n');
}

/** Whether a card's points have values, and no classes. */
export function hasValues({ data }: WeightsCard): boolean {
  if (data.type !== 'shapes') return false;
  return (data.pattern === 'own' ? data.names.length : data.classes) === 0;
}

/** `name`, an array `[n, 3]`; `array` makes one of a flat list of numbers. */
export function pythonPoints(name: string, points: readonly number[], array: string): string {
  return `
# x, y and the class, from 0, or the value of every point.
${name} = ${array}([float(number) for number in """
${pointLines(points)}
""".split()]).reshape(-1, 3)
`;
}

/** What is counted as right: the class, of one output from 0.5 up the second, or a value near the one that is wanted. */
export function pythonRight(card: WeightsCard, outputs: number, axis: 'axis' | 'dim'): string {
  if (hasValues(card)) return 'abs(answers[:, 0] - wanted) <= 0.2';
  return outputs === 1 ? '(answers[:, 0] > 0.5) == (wanted > 0.5)' : `answers.argmax(${axis}=1) == wanted`;
}
