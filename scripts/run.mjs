/**
 * Runs a TypeScript file of this project in Node, with the same transforms as the page:
 * `node scripts/run.mjs FILE [arguments]`. The file exports `main(args)`; what it throws ends with status 1.
 */
import { resolve } from 'node:path';
import process from 'node:process';
import { runnerImport } from 'vite';
import { assemblyScriptPlugin } from './assemblyScript.mjs';

const [file, ...args] = process.argv.slice(2);
const { module } = await runnerImport(resolve(file), {
  configFile: false,
  logLevel: 'error',
  plugins: [assemblyScriptPlugin()],
});
// Whoever reads what is printed may stop reading, as `head` does; files are written all the same.
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
});
try {
  await module.main?.(args);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
