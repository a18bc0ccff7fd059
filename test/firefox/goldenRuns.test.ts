/** The golden runs, built as the site is, in a real Firefox. */
import { resolve } from 'node:path';
import { build, type PreviewServer, preview } from 'vite';
import { expect, test } from 'vitest';
import { assemblyScriptPlugin } from '../../scripts/assemblyScript.mjs';
import { mnistShardsPlugin } from '../../scripts/mnistShards.mjs';
import golden from '../fixtures/runs/golden.json';
import { withFirefox } from './firefox';
import type { Report } from './page/main';

const root = resolve('test/firefox/page');
const outDir = resolve('node_modules/.cache/firefox/page');

async function buildPage(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    base: './',
    plugins: [assemblyScriptPlugin(), mnistShardsPlugin()],
    worker: { format: 'es', plugins: () => [assemblyScriptPlugin()] },
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  });
}

/** Serves the page on a free port; `report` is what it posts. */
async function servePage(): Promise<{ server: PreviewServer; url: string; report: Promise<Report> }> {
  let received: (report: Report) => void;
  const report = new Promise<Report>((resolve) => {
    received = resolve;
  });
  const server = await preview({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
    plugins: [
      {
        name: 'report',
        configurePreviewServer({ middlewares }) {
          middlewares.use('/report', (request, response) => {
            let text = '';
            request.setEncoding('utf8').on('data', (part: string) => {
              text += part;
            });
            request.on('end', () => {
              response.end();
              received(JSON.parse(text));
            });
          });
        },
      },
    ],
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The page has no port');
  return { server, url: `http://127.0.0.1:${address.port}/`, report };
}

test('Firefox gives the bits on file: weights after 500 steps in a worker, and the elementary functions', async () => {
  await buildPage();
  const { server, url, report } = await servePage();
  try {
    const { browser, ...result } = await withFirefox(url, report, 120);
    expect(browser).toContain('Firefox/');
    expect(result).toEqual({ hashes: golden });
  } finally {
    await server.close();
  }
});
