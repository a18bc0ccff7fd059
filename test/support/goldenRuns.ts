/** What must have the same bits wherever it is computed: Node, a worker, any browser. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { digitsRecipe, xorRecipe } from '../../src/training/recipes';
import type { RunSpec, Trainer } from '../../src/training/trainer';
import { elementaryHash } from './elementaryHash';

type GoldenRun = { readonly spec: RunSpec; readonly steps: number };

const goldenRuns: Record<string, GoldenRun> = {
  xor: { spec: xorRecipe, steps: 500 },
  digits: { spec: digitsRecipe, steps: 500 },
};

/**
 * A SHA-256 for each run, of its weights at the end, and one for a sweep of the elementary functions: what is in
 * `test/fixtures/runs/golden.json`, which `test/fixtures/runs/make.ts` writes.
 */
export async function goldenHashes(createTrainer: () => Trainer): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const [name, run] of Object.entries(goldenRuns)) {
    const trainer = createTrainer();
    hashes[name] = await trainAndHash(trainer, run);
    trainer.close();
  }
  return { ...hashes, elementary: elementaryHash() };
}

/** Over the bytes of all parameters, in the network's order. */
async function trainAndHash(trainer: Trainer, { spec, steps }: GoldenRun): Promise<string> {
  await trainer.open(spec);
  const end = await trainer.train({ steps });
  if (end.step !== steps) throw new Error(`It ended after ${end.step} steps: ${end.reason}`);
  const hash = sha256.create();
  for (const { values } of await trainer.weights())
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return bytesToHex(hash.digest());
}
