/** Classes and answers of points, in words. */
import { classCount } from '../../datasets/shapes2d';
import type { ShapesData } from '../../training/trainer';
import { formatPercent, formatSigned } from '../format';
import type { Place } from './plane';
import { answeredClass } from './usePointAnswers';

/** class 2; of one's own points as they are called; of values the value. */
export function className(data: ShapesData, target: number): string {
  if (classCount(data) === 0) return `value ${formatSigned(target)}`;
  const name = data.pattern === 'own' ? data.names[target] : String(target + 1);
  return /^[-+.\d]/.test(name) ? `class ${name}` : name;
}

/** (0.30, −0.52) → class 2, 93.1 % */
export function sayAnswer({ x, y }: Place, answer: Float32Array, data: ShapesData): string {
  return `(${formatSigned(x)}, ${formatSigned(y)}) → ${wordsFor(answer, data)}`;
}

function wordsFor(answer: Float32Array, data: ShapesData): string {
  if (answer.some(Number.isNaN)) return 'not a number';
  if (classCount(data) === 0) return formatSigned(answer[0], 3);
  const index = answeredClass(answer);
  if (index >= classCount(data)) return '';
  const strength = answer.length > 1 ? answer[index] : index === 1 ? answer[0] : 1 - answer[0];
  // Outputs without softmax or sigmoid are no probabilities.
  const isShare = answer.every((value) => value >= 0 && value <= 1);
  return `${className(data, index)}, ${isShare ? formatPercent(strength, 1) : formatSigned(strength)}`;
}
