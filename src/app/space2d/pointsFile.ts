/** A table of points as the data of a run, and a sentence about what became of it. */
import { type PointsTable, readPointsTable, type Scaling } from '../../datasets/pointsTable';
import type { OwnShapesData } from '../../training/trainer';
import { formatCount, formatRate } from '../format';
import { countPoints } from './ownPoints';

export type ReadPoints = { readonly data: OwnShapesData; readonly notice: string };

/** `trainShare`: of the points that the table does not divide itself. Throws an Error of one sentence. */
export function readPoints(text: string, name: string, trainShare: number): ReadPoints {
  const table = readPointsTable(text, trainShare);
  const { names, train, test } = table;
  const data: OwnShapesData = { type: 'shapes', pattern: 'own', names, trainShare, train, test };
  return {
    data,
    notice: `${name}: ${formatCount(countPoints(data))} points with ${kindOf(table)}${scalingText(table)}.`,
  };
}

function kindOf({ names }: PointsTable): string {
  return names.length === 0 ? 'values' : `${names.length} classes (${names.join(', ')})`;
}

function scalingText({ scaling }: PointsTable): string {
  const parts = Object.entries(scaling).flatMap(([column, range]: [string, Scaling]) =>
    range ? [`${column} from ${formatRate(range[0], 4)} … ${formatRate(range[1], 4)}`] : [],
  );
  return parts.length > 0 ? `; scaled to −1 … 1: ${parts.join(', ')}` : '';
}
