/** MNIST over the network: shards fetched one after the other, checked, kept in the browser's cache. */
import { DigitRows } from '../datasets/digitRows';
import { DigitAssembly, type DigitPart, parseManifest } from '../datasets/digits';
import { mnistRows } from '../datasets/mnistRows';
import type { OpenDigits, RunData } from '../training/data';
import type { DataProgress } from '../training/trainer';

export type FetchMnistOptions = {
  /** URL of the folder with `manifest.json` and the shards, ending in a slash. */
  readonly url: string;
  /** Called as bytes arrive and when a shard is in place; both parts together. */
  readonly progress: (progress: DataProgress) => void;
  readonly fetch: typeof fetch;
  /** Keeps shards from one visit to the next; null where the browser has none (it needs a secure context). */
  readonly cache: ShardCache | null;
};

/** The names of shards carry a digest of their content, so an entry never goes stale. */
export type ShardCache = {
  read(url: string): Promise<Uint8Array | null>;
  write(url: string, bytes: Uint8Array): Promise<void>;
  remove(url: string): Promise<void>;
};

type Parts = Record<DigitPart, DigitAssembly>;

/** Opens at once, without a byte: a network that is there already can be used when MNIST can't be fetched. */
export function fetchMnist(options: FetchMnistOptions): OpenDigits {
  let opened: RunData | null = null;
  return async () => {
    opened ??= createFetchedDigits(options);
    return opened;
  };
}

function createFetchedDigits({ url, progress, fetch, cache }: FetchMnistOptions): RunData {
  const rows: Record<DigitPart, DigitRows> = {
    train: new DigitRows(mnistRows.train),
    test: new DigitRows(mnistRows.test),
  };

  /** The file's bytes; `received` is told how many there are so far. */
  async function download(file: string, received: (bytes: number) => void = () => {}): Promise<Uint8Array> {
    let response: Response;
    try {
      response = await fetch(url + file);
      if (response.ok) return await readBody(response, received);
    } catch {
      throw new Error(
        `The digits (${file}) could not be fetched. Check the connection and press Train again.`,
      );
    }
    throw new Error(
      `The digits (${file}) could not be fetched: the server answered ${response.status}. Press Train to try again.`,
    );
  }

  let listing: Promise<Parts> | null = null;
  /** From the manifest, fetched once; asking again after a failure tries again. */
  function list(): Promise<Parts> {
    listing ??= download('manifest.json')
      .then((bytes) => {
        const manifest = parseManifest(new TextDecoder().decode(bytes));
        return {
          train: new DigitAssembly(manifest, 'train', rows.train),
          test: new DigitAssembly(manifest, 'test', rows.test),
        };
      })
      .catch((error: unknown) => {
        listing = null;
        throw error;
      });
    return listing;
  }

  /** Bytes of shards in place, and of the one on its way, by part. */
  const arrived: Record<DigitPart, number> = { train: 0, test: 0 };
  const arriving: Record<DigitPart, number> = { train: 0, test: 0 };

  function report({ train, test }: Parts) {
    progress({
      loadedBytes: arrived.train + arrived.test + arriving.train + arriving.test,
      totalBytes: train.totalBytes + test.totalBytes,
      loadedRows: rows.train.ready + rows.test.ready,
      totalRows: rows.train.rows + rows.test.rows,
    });
  }

  async function load(part: DigitPart, index: number) {
    const parts = await list();
    const assembly = parts[part];
    const shard = assembly.shards[index];
    const address = url + shard.file;
    const kept = await cache?.read(address);
    if (kept) {
      try {
        assembly.add(index, kept);
      } catch {
        // What was kept is damaged: fetched again below.
        await cache?.remove(address);
      }
    }
    try {
      if (rows[part].ready <= assembly.firstRows[index]) {
        const bytes = await download(shard.file, (received) => {
          arriving[part] = Math.min(received, shard.bytes);
          report(parts);
        });
        assembly.add(index, bytes);
        // Not awaited: a cache that is slow or full holds nobody up.
        void cache?.write(address, bytes).catch(() => undefined);
      }
      arrived[part] += shard.bytes;
    } finally {
      arriving[part] = 0;
    }
    report(parts);
  }

  /** One chain of shards for each part: asking twice waits for the same shard, asking after a failure tries again. */
  const loading: Record<DigitPart, Promise<void> | null> = { train: null, test: null };
  const nextShard: Record<DigitPart, number> = { train: 0, test: 0 };

  async function untilRows(part: DigitPart, count: number) {
    while (rows[part].ready < count) {
      loading[part] ??= load(part, nextShard[part])
        .then(() => {
          nextShard[part] += 1;
        })
        .finally(() => {
          loading[part] = null;
        });
      await loading[part];
    }
  }

  return {
    train: rows.train,
    test: rows.test,
    shardRows: mnistRows.shard,
    async untilTrainRows(count) {
      await untilRows('train', count);
      // The rest follows while training goes on; what fails is said when a row of it is needed.
      void untilRows('test', mnistRows.test)
        .then(() => untilRows('train', mnistRows.train))
        .catch(() => undefined);
    },
    untilTestRows: () => untilRows('test', mnistRows.test),
  };
}

async function readBody(response: Response, received: (bytes: number) => void): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    length += piece.value.length;
    received(length);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The browser's Cache; null where there is none. What it can't do is as if nothing were kept. */
export function openShardCache(): ShardCache | null {
  if (typeof caches === 'undefined') return null;
  // Opened when it is needed: a browser that keeps nothing may refuse.
  const open = () => caches.open('scratchnet-mnist-1');
  return {
    async read(url) {
      try {
        const response = await (await open()).match(url);
        return response ? new Uint8Array(await response.arrayBuffer()) : null;
      } catch {
        return null;
      }
    },
    async write(url, bytes) {
      await (await open()).put(url, new Response(bytes as Uint8Array<ArrayBuffer>));
    },
    async remove(url) {
      await open()
        .then((cache) => cache.delete(url))
        .catch(() => false);
    },
  };
}
