// What is measured, against whom, and how far ahead we want to be.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchFolder } from './peers.mjs';

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {number | null} goal null: measured to know, nothing is promised
 * @property {'least' | 'most'} bound whether the goal is the least or the most that will do
 * @property {Measure} measure
 * @property {import('./peers.mjs').Peer} [peer] without which it is skipped
 * @property {boolean} [python] only with --python
 * @property {string} unit of `ours` and `theirs`
 *
 * @typedef {object} Bench
 * @property {Awaited<ReturnType<typeof import('./arena.mjs').openArena>>} arena
 * @property {number} rounds
 * @property {number} slice milliseconds in which one works before it is the other's turn
 * @property {boolean} quick
 *
 * @typedef {{ ours: number, theirs: number | null, ratio: number | null, caveat?: string }} Result `caveat`: why it can't be held against the goal
 * @typedef {(bench: Bench) => Promise<Result>} Measure
 * @typedef {{ caveat?: string, work(milliseconds: number): Promise<number>, close(): unknown }} Contestant
 */

const scenarios = JSON.parse(readFileSync(join(benchFolder, 'scenarios.json'), 'utf8'));

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** One slice each that does not count, then turn by turn. @param {Bench} bench @param {Contestant} us @param {Contestant} them */
async function alternate({ rounds, slice }, us, them) {
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const theirs = [];
  for (let round = -1; round < rounds; round++) {
    const [our, their] = [await us.work(slice), await them.work(slice)];
    if (round < 0) continue;
    ours.push(our);
    theirs.push(their);
  }
  return { ours: median(ours), theirs: median(theirs), ratio: median(ours) / median(theirs) };
}

/** @param {Bench} bench @param {() => Promise<Contestant>} openUs @param {() => Promise<Contestant>} openThem */
async function race(bench, openUs, openThem) {
  const us = await openUs();
  try {
    const them = await openThem();
    try {
      return { ...(await alternate(bench, us, them)), caveat: them.caveat };
    } finally {
      await them.close();
    }
  } finally {
    await us.close();
  }
}

/** @param {string} scenario @param {import('./peers.mjs').Peer} peer @param {string} [backend] @returns {Measure} */
const againstPeer = (scenario, peer, backend) => (bench) =>
  race(
    bench,
    () => bench.arena.open('ours', scenarios[scenario]),
    () => bench.arena.open(peer, scenarios[scenario], backend),
  );

/** @param {string} scenario @param {'numpy' | 'torch'} kind @returns {Measure} */
const againstPython = (scenario, kind) => async (bench) => {
  // Loaded only with --python.
  const { openPython } = await import('./python.mjs');
  return race(
    bench,
    () => bench.arena.open('ours', scenarios[scenario]),
    () => openPython(kind, scenarios[scenario]),
  );
};

/** @param {string} build @returns {Measure} */
const product = (build) => (bench) =>
  race(
    bench,
    () => bench.arena.open('product', scenarios.xor, build),
    () => bench.arena.open('product', scenarios.xor, 'peak'),
  );

/** @param {string} scenario @returns {Measure} */
const fusedAgainstStrict = (scenario) => (bench) =>
  race(
    bench,
    () => bench.arena.open('ours', scenarios[scenario]),
    () => bench.arena.open('ours', scenarios[scenario], 'strict'),
  );

/** Ours with digits that are bent at random, and as they are. @param {string} scenario @param {string} [backend] @returns {Measure} */
const augmentedAgainstPlain = (scenario, backend) => (bench) =>
  race(
    bench,
    () => bench.arena.open('ours', { ...scenarios[scenario], augmented: true }, backend),
    () => bench.arena.open('ours', scenarios[scenario], backend),
  );

/** Milliseconds a step, late and early in training: medians over chunks of steps that took turns. @type {Measure} */
async function denormals({ arena, quick }) {
  const us = await arena.open('ours', scenarios.digits);
  const { early, late } = await us.ask('denormals', quick ? 4 : 50);
  await us.close();
  return { ours: median(late), theirs: median(early), ratio: median(late) / median(early) };
}

/**
 * Whole bytes a step by which the JavaScript heap has grown, after collection: what a step leaves behind would be
 * 12 at the least, while compiled code still moves the whole by some kilobytes, ever fewer.
 * @type {Measure}
 */
async function heapGrowth({ arena, quick }) {
  const steps = quick ? 2_000 : 20_000;
  const us = await arena.open('ours', scenarios.digits);
  // Compiled code counts too: it should be there before.
  await us.ask('train', quick ? 6_000 : 20_000);
  const before = (await us.heap()).usedSize;
  await us.ask('train', steps);
  const after = (await us.heap()).usedSize;
  await us.close();
  return { ours: Math.max(0, Math.floor((after - before) / steps)), theirs: null, ratio: null };
}

/** Megabytes behind the worker's arrays once MNIST's training set is in. @type {Measure} */
async function mnistMemory({ arena }) {
  const us = await arena.open('ours', scenarios.digits);
  const { backingStorageSize } = await us.heap();
  await us.close();
  if (backingStorageSize === undefined) throw new Error('this browser does not tell the size of arrays');
  return { ours: backingStorageSize / 1e6, theirs: null, ratio: null };
}

const samples = 'samples/s';
const digits = '784-128-10';
const original = '784-256-512-256-10';
const conv = 'conv 8@5×5, pool, conv 16@5×5, pool, dense 64, 10';

/** @type {Row[]} */
export const rows = [
  { name: `${digits} / tfjs wasm`, goal: 50, peer: 'tfjs', measure: againstPeer('digits', 'tfjs', 'wasm') },
  { name: `${digits} / tfjs cpu`, goal: 250, peer: 'tfjs', measure: againstPeer('digits', 'tfjs', 'cpu') },
  {
    name: `${digits} / ConvNetJS`,
    goal: 250,
    peer: 'convnetjs',
    measure: againstPeer('digits', 'convnetjs'),
  },
  { name: `${digits} / brain.js`, goal: 250, peer: 'brain', measure: againstPeer('digits', 'brain') },
  { name: `${digits} / jax-js wasm`, goal: null, peer: 'jax', measure: againstPeer('digits', 'jax') },
  { name: `${digits} / PyTorch`, goal: 5, python: true, measure: againstPython('digits', 'torch') },
  { name: `${digits} / NumPy`, goal: 18, python: true, measure: againstPython('digits', 'numpy') },
  { name: `${original} / PyTorch`, goal: 1.3, python: true, measure: againstPython('original', 'torch') },
  { name: `${original} / NumPy`, goal: null, python: true, measure: againstPython('original', 'numpy') },
  {
    name: `${original} / tfjs wasm`,
    goal: null,
    peer: 'tfjs',
    measure: againstPeer('original', 'tfjs', 'wasm'),
  },
  { name: `${original} / jax-js wasm`, goal: null, peer: 'jax', measure: againstPeer('original', 'jax') },
  { name: `${conv} / PyTorch`, goal: 1, python: true, measure: againstPython('conv', 'torch') },
  { name: `${conv} / tfjs wasm`, goal: 5, peer: 'tfjs', measure: againstPeer('conv', 'tfjs', 'wasm') },
  {
    name: 'XOR, full batch / tfjs cpu',
    goal: 1000,
    unit: 'steps/s',
    peer: 'tfjs',
    measure: againstPeer('xor', 'tfjs', 'cpu'),
  },
  { name: 'dense product 256³ / multiply-add peak', goal: 0.6, unit: 'GFLOP/s', measure: product('fused') },
  { name: 'the same, strict build', goal: 0.6, unit: 'GFLOP/s', measure: product('strict') },
  { name: `${digits}, fused / strict`, goal: null, measure: fusedAgainstStrict('digits') },
  { name: `${digits}, digits bent / plain`, goal: 0.5, measure: augmentedAgainstPlain('digits') },
  {
    name: `${digits}, digits bent / plain, strict`,
    goal: 0.5,
    measure: augmentedAgainstPlain('digits', 'strict'),
  },
  { name: `${conv}, digits bent / plain`, goal: 0.5, measure: augmentedAgainstPlain('conv') },
  { name: 'epoch 50 / epoch 1', goal: 1.1, bound: 'most', unit: 'ms/step', measure: denormals },
  { name: 'heap growth over 20,000 steps', goal: 0, bound: 'most', unit: 'bytes/step', measure: heapGrowth },
  { name: "MNIST's training set in the worker", goal: 64, bound: 'most', unit: 'MB', measure: mnistMemory },
].map((row) => /** @type {Row} */ ({ unit: samples, bound: 'least', ...row }));
