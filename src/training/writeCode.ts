/** The network as a script to take along. */

import { shapePoints } from '../datasets/shapes2d';
import { type CodePoints, noPoints } from '../formats/code/codePoints';
import { numpyScript } from '../formats/code/numpyScript';
import { torchScript } from '../formats/code/torchScript';
import { typescriptScript } from '../formats/code/typescriptScript';
import { cardOf, type ExportedAt } from './exchange';
import type { CodeLanguage, RunSpec } from './trainer';

const writers = { numpy: numpyScript, pytorch: torchScript, typescript: typescriptScript };

export function writeCode(language: CodeLanguage, spec: RunSpec, at: ExportedAt): string {
  return writers[language](cardOf(spec, at), pointsOf(spec));
}

/** As the run has them: where no points are left for the test, those that are learned are measured. */
function pointsOf({ data }: RunSpec): CodePoints {
  if (data.type !== 'shapes') return noPoints;
  const { train, test } = shapePoints(data);
  return { train, test: test.length > 0 ? test : train };
}
