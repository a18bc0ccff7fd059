/** What a run learns: the rows of its data, what is mixed with them, and how they are bent. */
import { type Augmentation, usualAugmentation } from '../datasets/augment';
import type { Dataset } from '../datasets/dataset';
import { mixedRows } from '../datasets/mixedRows';
import { withMixture } from '../datasets/mixtureRows';
import type { Random } from '../engine/random';
import { lessonExtras } from './lesson';
import type { Lesson, RunSpec } from './trainer';

/** The rows that are learned; mixed with numbers of the run's generator, so that a state holds all there is to them. */
export function trainedRows({ data }: Pick<RunSpec, 'data'>, rows: Dataset, random: Random): Dataset {
  return data.type === 'digits' && data.mixture ? withMixture(rows, data.mixture, random) : rows;
}

/** The same with the digits of a lesson among them. */
export function taughtRows({ data }: RunSpec, rows: Dataset, random: Random, lesson: Lesson): Dataset {
  if (data.type !== 'digits') throw new Error('Only a network of digits can be taught digits.');
  return mixedRows(rows, [lessonExtras(lesson)], random);
}

/** How these are bent; null: not at all. */
export function trainedAugmentation({ data }: RunSpec, lesson: Lesson | null): Augmentation | null {
  return (data.type === 'digits' && data.augmentation) || (lesson && usualAugmentation);
}
