// Compiles the kernels (src/kernels/assembly) to WebAssembly, and lets Vite import the result.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const kernelsEntry = join(root, 'src/kernels/assembly/index.ts');
const cacheFolder = join(root, 'node_modules/.cache/assemblyscript');
const flags = [
  '-O3',
  '--converge',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--noExportMemory',
  '--enable',
  'simd',
];
/** `?asc` compiles strictly; `?asc-relaxed` lets a multiplication and an addition be rounded together. */
const queries = { '?asc': [], '?asc-relaxed': ['--enable', 'relaxed-simd'] };

/**
 * The WebAssembly of `entry`, from the cache if neither a source beside it, nor the flags, nor the
 * compiler has changed. Compiling takes about five seconds. Throws an Error with the compiler's report.
 * @param {string} [entry] absolute path of the AssemblyScript entry
 * @param {string[]} [extra] further flags
 * @returns {Promise<Uint8Array>}
 */
export async function compileAssembly(entry = kernelsEntry, extra = []) {
  const all = [...flags, ...extra];
  const hash = createHash('sha256').update(JSON.stringify([all, compilerVersion()]));
  for (const path of await sourcesOf(entry)) {
    hash.update(`\n${relative(root, path)}\n`).update(await readFile(path));
  }
  const cached = join(cacheFolder, `${hash.digest('hex').slice(0, 32)}.wasm`);
  try {
    return new Uint8Array(await readFile(cached));
  } catch {
    const bytes = await compile(entry, all);
    await mkdir(cacheFolder, { recursive: true });
    // Written beside and renamed, so that nobody reads half a file.
    const unfinished = `${cached}.${process.pid}`;
    await writeFile(unfinished, bytes);
    await rename(unfinished, cached);
    return bytes;
  }
}

/** @param {string} entry @param {string[]} all */
async function compile(entry, all) {
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(
    [relative(root, entry), '--outFile', 'out.wasm', '--baseDir', root, ...all],
    {
      /** @param {string} name @param {Uint8Array | string} contents */
      writeFile(name, contents) {
        if (name.endsWith('.wasm') && typeof contents !== 'string') binary = contents;
      },
    },
  );
  if (error || !binary) throw new Error(`AssemblyScript: ${error?.message ?? 'no output'}\n${stderr}`);
  return new Uint8Array(binary);
}

/** All AssemblyScript files in the entry's folder, in a fixed order. @param {string} entry */
async function sourcesOf(entry) {
  const folder = dirname(entry);
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => join(folder, file));
}

function compilerVersion() {
  return createRequire(import.meta.url)('assemblyscript/package.json').version;
}

/**
 * Turns `import bytes from './index.ts?asc'` into a Uint8Array of the compiled WebAssembly, inlined.
 * Give it to `plugins` and to `worker.plugins`.
 * @returns {import('vite').Plugin}
 */
export function assemblyScriptPlugin() {
  return {
    name: 'assemblyscript',
    enforce: 'pre',
    async load(id) {
      const found = Object.entries(queries).find(([query]) => id.endsWith(query));
      if (!found) return null;
      const [query, extra] = found;
      const entry = id.slice(0, -query.length);
      for (const path of await sourcesOf(entry)) this.addWatchFile(path);
      const text = Buffer.from(await compileAssembly(entry, extra)).toString('base64');
      return `export default Uint8Array.from(atob(${JSON.stringify(text)}), (c) => c.charCodeAt(0));`;
    },
  };
}
