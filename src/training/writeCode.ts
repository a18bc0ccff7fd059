/** The network as a script to take along. */
import { numpyScript } from '../formats/code/numpyScript';
import { torchScript } from '../formats/code/torchScript';
import { typescriptScript } from '../formats/code/typescriptScript';
import { cardOf, type ExportedAt } from './exchange';
import type { CodeLanguage, RunSpec } from './trainer';

const writers = { numpy: numpyScript, pytorch: torchScript, typescript: typescriptScript };

export function writeCode(language: CodeLanguage, spec: RunSpec, at: ExportedAt): string {
  return writers[language](cardOf(spec, at));
}
