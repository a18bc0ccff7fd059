/** The site as people get it, built and served for what drives it. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { preview } from 'vite';

const folder = 'node_modules/.cache/bench-site';

/** Built anew, so that what is measured is what the sources say. Throws an Error where it can't be. */
export async function serveSite() {
  console.error('… building the site');
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--outDir', folder, '--logLevel', 'error'],
    // This process may have set another one for the sources that it runs.
    { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (status !== 0) throw new Error('The site could not be built; npm run build says why.');
  const server = await preview({
    preview: { host: '127.0.0.1', port: 0 },
    build: { outDir: folder },
    logLevel: 'error',
  });
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}
