import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { assemblyScriptPlugin } from './assemblyScript.mjs';

/** Inside node_modules, so that packages are found from there. */
const cacheFolder = fileURLToPath(new URL('../node_modules/.cache/run/', import.meta.url));

/**
 * Runs a TypeScript file of this project in Node, with the same transforms as the page: its `main(args, means)`. What
 * that throws is printed, and the process ends with status 1.
 * @param {string} file @param {string[]} args
 * @param {unknown} [means] what the sources of Node may not import themselves
 */
export async function runSource(file, args, means) {
  const module = await importSource(file);
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

/** Bundled into one module first: that takes half the time in which Vite would run its files one by one. @param {string} file */
async function importSource(file) {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(join(cacheFolder, 'source-'));
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      plugins: [assemblyScriptPlugin(), moduleFiles],
      build: {
        ssr: resolve(file),
        outDir: folder,
        minify: false,
        rolldownOptions: { output: { entryFileNames: 'source.mjs', codeSplitting: false } },
      },
    });
    return await import(pathToFileURL(join(folder, 'source.mjs')).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Files that Node runs as they are stay where they are, as they look for others beside themselves. */
const moduleFiles = {
  name: 'module-files',
  /** @param {string} source @param {string | undefined} importer */
  resolveId(source, importer) {
    if (!importer || !source.startsWith('.') || !source.endsWith('.mjs')) return null;
    return { id: pathToFileURL(resolve(importer, '..', source)).href, external: true };
  },
};
