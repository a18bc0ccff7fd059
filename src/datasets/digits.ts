/**
 * MNIST in shards: small files that arrive one by one, so that training begins with the first.
 * `scripts/mnistShards.mjs` writes them.
 *
 * A shard is gzip of: labels `[n]`, a mask of 98 bytes for each digit (bit `i & 7` of byte `i >> 3`
 * is set where pixel `i` is not zero), then the non-zero pixels of all digits in order. Since 81 %
 * of the pixels are zero, that makes the download 9 % smaller than gzip of the plain pixels and halves
 * the time to unpack it.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { gunzipSync } from 'fflate';
import * as v from 'valibot';
import { DatasetError } from './dataset';
import { DIGIT_PIXELS, type DigitBlock, type DigitRows } from './digitRows';

const MASK_BYTES = DIGIT_PIXELS / 8;
const MAX_SHARD_ROWS = 100_000;

const shardSchema = v.strictObject({
  /** File name beside the manifest, without folders: it becomes part of an address. */
  file: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{0,99}$/)),
  rows: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_SHARD_ROWS)),
  /** Length of the file, packed. */
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000_000)),
  /** Of the file, packed; lower-case hexadecimal. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

const shardListSchema = v.pipe(
  v.array(shardSchema),
  v.minLength(1),
  v.maxLength(100),
  v.check(
    (shards) =>
      shards.every(({ rows }, index) =>
        index < shards.length - 1 ? rows === shards[0].rows : rows <= shards[0].rows,
      ),
    'every shard but a shorter last one has to have as many rows as the first',
  ),
);

const manifestSchema = v.strictObject({
  format: v.literal('scratchnet-digits-1'),
  train: shardListSchema,
  test: shardListSchema,
});

export type DigitShard = v.InferOutput<typeof shardSchema>;
export type DigitManifest = v.InferOutput<typeof manifestSchema>;
export type DigitPart = 'train' | 'test';

const AGAIN =
  'Reload the page to fetch it again; if that does not help, the site was not built or copied completely.';

/** Checks the text of `mnist/manifest.json`. Throws a DatasetError that names the first field that is wrong. */
export function parseManifest(text: string): DigitManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const seen = text.trimStart().startsWith('<') ? 'a web page' : `"${text.slice(0, 20)}…"`;
    throw new DatasetError(`The list of the digits (manifest.json) is not JSON but ${seen}. ${AGAIN}`);
  }
  const result = v.safeParse(manifestSchema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const where = v.getDotPath(issue) ?? 'the whole';
  throw new DatasetError(
    `The list of the digits (manifest.json) is wrong at ${where}: ${issue.message}. ${AGAIN}`,
  );
}

/**
 * Checks and unpacks one shard: `packed` is the file as it came over the network. Throws a DatasetError that
 * names the shard.
 */
export function decodeShard(shard: DigitShard, packed: Uint8Array): DigitBlock {
  const fail = (what: string): never => {
    throw new DatasetError(`The digits in ${shard.file} ${what}. ${AGAIN}`);
  };
  if (packed.length !== shard.bytes) fail(`arrived with ${packed.length} bytes instead of ${shard.bytes}`);
  // Not crypto.subtle: that exists only in secure contexts, and the page should work from http://192.168.…
  if (hexOf(sha256(packed)) !== shard.sha256)
    fail('arrived changed: their SHA-256 is not the one in the list');
  const bytes = gunzip(packed, fail);

  const labels = bytes.slice(0, shard.rows);
  const maskEnd = shard.rows * (1 + MASK_BYTES);
  if (bytes.length < maskEnd) fail(`end after ${bytes.length} bytes, before the last of ${shard.rows} masks`);
  if (labels.some((label) => label > 9)) fail('hold a label that is no digit');

  const starts = new Uint32Array(shard.rows + 1);
  for (let row = 0; row < shard.rows; row++) {
    starts[row + 1] = starts[row];
    for (let at = shard.rows + row * MASK_BYTES; at < shard.rows + (row + 1) * MASK_BYTES; at++)
      for (let mask = bytes[at]; mask !== 0; mask &= mask - 1) starts[row + 1]++;
  }
  const inked = starts[shard.rows];
  if (inked !== bytes.length - maskEnd)
    fail(`hold ${bytes.length - maskEnd} pixels where their masks ask for ${inked}`);
  const ink = new Uint8Array(3 * inked);
  for (let row = 0, at = shard.rows; row < shard.rows; row++) {
    let place = 3 * starts[row];
    for (let pixel = 0; pixel < DIGIT_PIXELS; at++, pixel += 8)
      for (let mask = bytes[at], bit = pixel; mask !== 0; mask >>= 1, bit++)
        if (mask & 1) {
          ink[place++] = bit & 255;
          ink[place++] = bit >> 8;
        }
    ink.set(bytes.subarray(maskEnd + starts[row], maskEnd + starts[row + 1]), place);
  }
  return { labels, starts, ink };
}

/** The digits of one part, arriving shard by shard in any order. */
export class DigitAssembly {
  readonly dataset: DigitRows;
  readonly shards: readonly DigitShard[];
  /** The first row of every shard. */
  readonly firstRows: readonly number[];

  /** Fills `dataset`. Throws a DatasetError if the manifest has another number of rows. */
  constructor(manifest: DigitManifest, part: DigitPart, dataset: DigitRows) {
    this.shards = manifest[part];
    let rows = 0;
    this.firstRows = this.shards.map((shard) => {
      rows += shard.rows;
      return rows - shard.rows;
    });
    if (rows !== dataset.rows)
      throw new DatasetError(
        `The list of the digits (manifest.json) has ${rows} rows to ${part}; it should have ${dataset.rows}. ${AGAIN}`,
      );
    this.dataset = dataset;
  }

  /** Packed bytes of all shards. */
  get totalBytes(): number {
    return this.shards.reduce((sum, shard) => sum + shard.bytes, 0);
  }

  /** Checks, unpacks and keeps shard number `index`. Throws a DatasetError; then nothing has changed. */
  add(index: number, packed: Uint8Array): void {
    this.dataset.put(this.firstRows[index], decodeShard(this.shards[index], packed));
  }
}

function gunzip(packed: Uint8Array, fail: (what: string) => never): Uint8Array {
  try {
    return gunzipSync(packed);
  } catch (error) {
    return fail(`cannot be unpacked (${error instanceof Error ? error.message : error})`);
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
