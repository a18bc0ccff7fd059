// A page in headless Chromium that holds one worker for each contestant.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { assemblyScriptPlugin } from '../../scripts/assemblyScript.mjs';
import { browserArguments, ensureBrowser } from '../../scripts/browser.mjs';
import { readMnistFiles } from '../../scripts/mnistShards.mjs';
import { benchFolder } from './peers.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const builtFolder = join(root, 'node_modules/.cache/bench');
/** @type {Record<string, string>} */
const types = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** Each worker an entry of its own, so that one that can't be built takes no other with it. @param {string[]} peers */
async function buildWorkers(peers) {
  const entries = [
    ['ours', 'worker/ours.ts'],
    ['product', 'worker/product.ts'],
    ...peers.map((peer) => [peer, `peers/${peer}.js`]),
  ];
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [assemblyScriptPlugin()],
    build: {
      outDir: builtFolder,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 5000,
      rollupOptions: {
        input: Object.fromEntries(entries.map(([name, file]) => [name, join(benchFolder, file)])),
        output: { entryFileNames: '[name].js' },
      },
    },
  });
}

/** The built workers, MNIST, and an empty page; without isolation, so nobody gets threads. */
async function serve() {
  const { trainImages, trainLabels } = readMnistFiles();
  /** @type {Record<string, Uint8Array>} */
  const mnist = { '/mnist/train-images': trainImages, '/mnist/train-labels': trainLabels };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/') {
      response.setHeader('Content-Type', 'text/html');
      return response.end('<!doctype html><title>bench</title>');
    }
    if (mnist[path]) return response.end(mnist[path]);
    const file = resolve(builtFolder, `.${path}`);
    try {
      if (!file.startsWith(builtFolder + sep)) throw new Error('outside');
      const bytes = readFileSync(file);
      response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
      response.end(bytes);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** @param {string[]} peers */
export async function openArena(peers) {
  await buildWorkers(peers);
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: browserArguments,
  });
  const page = await browser.newPage();
  await page.goto(server.url);
  let opened = 0;

  return {
    version: browser.version(),

    /**
     * A worker that has opened `scenario` and waits.
     * @param {string} entry @param {object} scenario @param {string} [backend]
     */
    async open(entry, scenario, backend = '') {
      const id = opened++;
      const script = `/${entry}.js?worker=${id}`;
      await page.evaluate(
        ({ id, script }) => {
          const worker = new Worker(script, { type: 'module' });
          Object.assign(globalThis, { [`worker${id}`]: worker });
        },
        { id, script },
      );
      /** @param {string} call @param {unknown} argument @returns {Promise<any>} */
      const ask = (call, argument) =>
        page.evaluate(
          ({ id, call, argument }) =>
            new Promise((answered, failed) => {
              const worker = /** @type {any} */ (globalThis)[`worker${id}`];
              worker.onmessage = (/** @type {MessageEvent} */ { data }) =>
                data.error === undefined ? answered(data.answer) : failed(new Error(data.error));
              worker.onerror = (/** @type {ErrorEvent} */ event) => failed(new Error(event.message));
              worker.postMessage({ call, argument });
            }),
          { id, call, argument },
        );
      await ask('open', { scenario, backend });
      return {
        ask,
        /** After a collection. */
        heap: () => readHeap(page, script),
        /** @param {number} milliseconds @returns {Promise<number>} amount a second */
        work: (milliseconds) => ask('work', milliseconds),
        close: () => page.evaluate((id) => /** @type {any} */ (globalThis)[`worker${id}`].terminate(), id),
      };
    },

    async close() {
      await browser.close();
      server.close();
    },
  };
}

/**
 * The JavaScript heap of the worker that runs `script`, in bytes, after a collection.
 * @param {import('@playwright/test').Page} page @param {string} script
 * @returns {Promise<{ usedSize: number, backingStorageSize?: number }>}
 */
async function readHeap(page, script) {
  const session = await page.context().newCDPSession(page);
  /** @type {Promise<string>} */
  const attached = new Promise((found) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.url.endsWith(script)) found(sessionId);
    });
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const sessionId = await attached;
  /** @type {Map<number, (result: any) => void>} */
  const waiting = new Map();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    waiting.get(id)?.(result);
  });
  /** @param {string} method @returns {Promise<any>} */
  const send = async (method) => {
    const id = waiting.size + 1;
    const answer = new Promise((done) => waiting.set(id, done));
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    return answer;
  };
  // Twice: what a first collection finalizes, the second frees.
  await send('HeapProfiler.collectGarbage');
  await send('HeapProfiler.collectGarbage');
  const heap = await send('Runtime.getHeapUsage');
  await session.detach();
  return heap;
}
