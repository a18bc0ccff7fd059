import { resolve } from 'node:path';
import process from 'node:process';
import { runnerImport } from 'vite';
import { assemblyScriptPlugin } from './assemblyScript.mjs';

/**
 * Runs a TypeScript file of this project in Node, with the same transforms as the page: its `main(args, means)`. What
 * that throws is printed, and the process ends with status 1.
 * @param {string} file @param {string[]} args
 * @param {unknown} [means] what the sources of Node may not import themselves
 */
export async function runSource(file, args, means) {
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
    await module.main?.(args, means);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
