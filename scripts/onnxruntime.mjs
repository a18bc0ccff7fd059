/** onnxruntime, which the tests of .onnx files compare with: 148 MB for one test, so it has a lock file of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

const folder = 'test/onnxruntime';

/** Installs it on first use. Without a network the test is left out, as one line says. */
export function ensureOnnxRuntime() {
  if (existsSync(`${folder}/node_modules/onnxruntime-web/package.json`)) return;
  console.log(`\n── onnxruntime: installed into ${folder}/node_modules (once, 148 MB)`);
  // Scripts stay off: it needs none.
  const { status } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: folder,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0)
    console.log(`── onnxruntime: left out, it could not be installed; try: npm ci --prefix ${folder}`);
}
