// The libraries that we are measured against: installed on first use, beside this file.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const benchFolder = fileURLToPath(new URL('.', import.meta.url));

/** Entry of each peer's worker, and the packages without which it can't be built. */
export const peerPackages = {
  tfjs: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm'],
  jax: ['@jax-js/jax'],
  convnetjs: ['convnetjs'],
  brain: ['brain.js'],
};

/** @typedef {keyof typeof peerPackages} Peer */

/** @param {string} name */
function isInstalled(name) {
  const wanted = JSON.parse(readFileSync(join(benchFolder, 'package.json'), 'utf8')).dependencies[name];
  const manifest = join(benchFolder, 'node_modules', name, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === wanted;
}

/**
 * The peers that are there, after `npm ci` in this folder if one was missing; `say` is told in one line what is not.
 * @param {Peer[]} wanted @param {(line: string) => void} say
 * @returns {Peer[]}
 */
export function installPeers(wanted, say) {
  /** @param {Peer} peer */
  const missing = (peer) => peerPackages[peer].filter((name) => !isInstalled(name));
  if (wanted.some((peer) => missing(peer).length > 0)) {
    say('Installing the peers into test/bench/node_modules (once, about 300 MB) …');
    // Scripts stay off: the peers need none, and one of them would compile for a minute.
    const command = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const { status, stderr, error } = spawnSync('npm', command, {
      cwd: benchFolder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status !== 0) {
      const lines = (stderr ?? '').split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
      const reason = (error?.message ?? lines[0] ?? `status ${status}`).replace(/^npm (error|ERR!) /, '');
      say(`The peers could not be installed (${reason}); try: cd test/bench && npm ci`);
    }
  }
  return wanted.filter((peer) => {
    const lacking = missing(peer);
    if (lacking.length > 0) say(`Skipped: ${peer}, because ${lacking.join(' and ')} is not installed.`);
    return lacking.length === 0;
  });
}
