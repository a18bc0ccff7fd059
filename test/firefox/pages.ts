/** Pages of this folder, built as the site is and served beside it, run in a real Firefox. */
import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, preview } from 'vite';
import { assemblyScriptPlugin } from '../../scripts/assemblyScript.mjs';
import { withFirefox } from './firefox';
import type { Report } from './pages/report';

const root = resolve('test/firefox/pages');
const outDir = resolve('node_modules/.cache/firefox/pages');

/** Builds the pages; the built site goes beside them. */
export async function buildPages(): Promise<void> {
  if (!existsSync('dist/index.html')) throw new Error('The site is not built: npm run build');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    base: './',
    plugins: [assemblyScriptPlugin()],
    worker: { format: 'es', plugins: () => [assemblyScriptPlugin()] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      rollupOptions: { input: ['golden.html', 'site.html'].map((page) => join(root, page)) },
    },
  });
  cpSync('dist', join(outDir, 'site'), { recursive: true });
}

/** Opens a built page and waits, at most `seconds`, for what it reports. */
export async function runPage<T>(page: string, seconds: number): Promise<Report<T>> {
  let received: (report: Report<T>) => void;
  const report = new Promise<Report<T>>((resolve) => {
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
  try {
    const address = server.httpServer.address();
    if (address === null || typeof address === 'string') throw new Error('The pages have no port');
    return await withFirefox(`http://127.0.0.1:${address.port}/${page}`, report, seconds);
  } finally {
    await server.close();
  }
}
