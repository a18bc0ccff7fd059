/** Short runs whose weights must have the same bits wherever they are trained: Node, a worker, any browser. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { digitsRecipe, xorRecipe } from '../../src/training/recipes';
import type { RunSpec, Trainer } from '../../src/training/trainer';

/** `test/fixtures/runs/golden.json` has a SHA-256 for each; `test/fixtures/runs/make.ts` writes it. */
export const goldenRuns: Record<string, { spec: RunSpec; steps: number }> = {
  xor: { spec: xorRecipe, steps: 500 },
  digits: { spec: digitsRecipe, steps: 100 },
};

/** SHA-256 over the bytes of all parameters, in the network's order. */
export async function trainAndHash(
  trainer: Trainer,
  { spec, steps }: { spec: RunSpec; steps: number },
): Promise<string> {
  await trainer.open(spec);
  await trainer.train({ steps });
  const hash = sha256.create();
  for (const { values } of await trainer.weights())
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return bytesToHex(hash.digest());
}
