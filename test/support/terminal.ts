/** Commands of the terminal as people call them: processes of their own, on files in a folder of the test. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';
import type { Tensor } from '../../src/formats/weights';
import { createNodeTrainer } from '../../src/node/trainer';
import type { FileFormat } from '../../src/training/fileFormats';
import type { RunSpec } from '../../src/training/trainer';

const run = promisify(execFile);

/** `command(...args)` runs a file of src/node; rejects, with `code` and `stderr`, unless it ends with status 0. */
export const terminal =
  (file: string) =>
  (...args: string[]) =>
    run(process.execPath, ['scripts/run.mjs', `src/node/${file}.ts`, ...args], { encoding: 'utf8' });

/** A folder that is gone after the tests of the file, and the path of a name in it. */
export function temporaryFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'scratchnet-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name) => join(folder, name);
}

export const bytesOf = (file: string) => new Uint8Array(readFileSync(file));

/** Trains, and writes the weights, or the whole run, to `file`. */
export async function trainInto(
  file: string,
  spec: RunSpec,
  steps: number,
  { format, kind }: { format: FileFormat; kind: 'weights' | 'run' },
): Promise<void> {
  const trainer = createNodeTrainer();
  await trainer.open({ ...spec, arithmetic: 'strict' });
  await trainer.train({ steps });
  const { bytes } =
    kind === 'run'
      ? await trainer.exportCheckpoint('a test', format)
      : await trainer.exportWeights('a test', format);
  writeFileSync(file, bytes);
}

/** Names and numbers, in a form in which equal means equal to the bit. */
export const exactly = (tensors: readonly Tensor[]) =>
  tensors.map(({ name, shape, values }) => ({
    name,
    shape,
    bytes: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'),
  }));
