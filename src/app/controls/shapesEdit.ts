/** Changes of which points are learned. */

import { splitPoints } from '../../datasets/points';
import type { Pattern } from '../../datasets/shapes2d';
import { usualShapes } from '../../training/shapesRecipes';
import type { ShapesData } from '../../training/trainer';
import { ownPoints, withClasses } from '../space2d/ownPoints';

/** As many points as before, and as many classes where the pattern has them; noise as it is usual for the pattern. */
export function withPattern(data: ShapesData, pattern: Pattern | 'own'): ShapesData {
  if (pattern === 'own') return ownPoints(data);
  const usual = usualShapes(pattern);
  if (data.pattern === 'own') return usual;
  const { samples, trainShare, seed } = data;
  return { ...usual, samples, trainShare, seed };
}

export function withClassCount(data: ShapesData, classes: number): ShapesData {
  return data.pattern === 'own' ? withClasses(data, classes) : { ...data, classes };
}

/** With another share to learn from; one's own points are divided anew, in the order of both parts. */
export function withShare(data: ShapesData, trainShare: number): ShapesData {
  if (data.pattern !== 'own') return { ...data, trainShare };
  return {
    ...data,
    trainShare,
    ...splitPoints([...data.train, ...data.test], data.names.length, trainShare),
  };
}
