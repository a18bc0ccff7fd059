/**
 * 100,000 damaged files: 10,000 of each format that are always the same, and 10,000 that are new in every run.
 * FUZZ_FILES=500000 makes it five million.
 */
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { expect, test } from 'vitest';
import { createRandom } from '../../../src/engine/random';
import { type FormatName, readWeightsFile, writeWeightsFile } from '../../../src/formats/formats';
import { type FileContents, FormatError, formatErrorCodes } from '../../../src/formats/weights';
import { bareSafetensors } from '../../support/bareFiles';
import { mutated } from '../../support/mutations';
import { smallCheckpoint, smallWeights } from './sampleWeights';

const folder = 'test/fixtures/formats';
const fixture = (name: string) => new Uint8Array(readFileSync(`${folder}/${name}`));
const files = Number(process.env.FUZZ_FILES ?? 10_000);

/** Of each format our own files and those of other programs. */
const seeds: Record<FormatName, () => readonly Uint8Array[]> = {
  // Without metadata nothing is stopped by a checksum.
  safetensors: () => [bareSafetensors(smallWeights.tensors)],
  npz: () => ['savez.npz', 'savezCompressed.npz'].map(fixture),
  onnx: () =>
    readdirSync(`${folder}/onnx`)
      .filter((name) => name.endsWith('.onnx'))
      .map((name) => fixture(`onnx/${name}`))
      .filter(({ length }) => length < 10_000),
  pickle: () => picklesOfPython(),
  json: () => [],
};

function picklesOfPython(): Uint8Array[] {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string' && value.length > 40 && /^[A-Za-z0-9+/]+=*$/.test(value)) texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(JSON.parse(readFileSync(`${folder}/picklesNumpy2.json`, 'utf8')));
  return texts.map((text) => new Uint8Array(Buffer.from(text, 'base64')));
}

/** What holds of everything that is taken. */
function isSound({ card, tensors }: FileContents): boolean {
  return (
    (card === null || tensors.length > 0) &&
    tensors.every(
      ({ shape, values }) =>
        shape.reduce((product, size) => product * size, 1) === values.length && values.every(Number.isFinite),
    )
  );
}

const freshSeed = randomInt(2 ** 32);

test.each(
  (Object.keys(seeds) as FormatName[]).flatMap((format) => [
    [format, 1] as const,
    [format, freshSeed] as const,
  ]),
)(
  '%s, seed %i: each damaged file is refused with a code and a sentence, or sound, within a second',
  (format, seed) => {
    const random = createRandom(seed);
    const own = format === 'onnx' || format === 'pickle' ? [smallWeights] : [smallWeights, smallCheckpoint];
    const originals = [...own.map((weights) => writeWeightsFile(format, weights)), ...seeds[format]()];
    expect(originals.length).toBeGreaterThan(0);
    const times: number[] = [];
    let refused = 0;
    for (let file = 0; file < files; file++) {
      const bytes = mutated(originals, random);
      const started = performance.now();
      try {
        const { contents } = readWeightsFile(bytes);
        if (!isSound(contents)) throw new Error(`File ${file} is taken and not sound.`);
      } catch (error) {
        if (!(error instanceof FormatError))
          throw new Error(`File ${file} of seed ${seed}`, { cause: error });
        refused++;
        expect(formatErrorCodes).toContain(error.code);
        expect(error.message.length).toBeLessThan(1000);
      }
      times.push(performance.now() - started);
    }
    expect(refused).toBeGreaterThan(files / 4);
    expect(times.reduce((most, time) => Math.max(most, time), 0)).toBeLessThan(1000);
  },
  Number.POSITIVE_INFINITY,
);
