import { valueTolerance } from '../datasets/points';
import { classCount } from '../datasets/shapes2d';
import type { DataSpec } from '../training/trainer';

/** What the share of right answers is called; a value is answered right from so near on. */
export function accuracyName(data: DataSpec): string {
  return data.type === 'shapes' && classCount(data) === 0 ? `Within ${valueTolerance}` : 'Accuracy';
}
