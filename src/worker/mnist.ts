/** MNIST over the network: shards fetched one after the other, checked, kept in the browser's cache. */
import { DigitAssembly, type DigitPart, parseManifest } from '../datasets/digits';
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

export function fetchMnist(options: FetchMnistOptions): OpenDigits {
  let opening: Promise<RunData> | null = null;
  return () => {
    opening ??= open(options).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
}

async function open({ url, progress, fetch, cache }: FetchMnistOptions): Promise<RunData> {
  const request = async (file: string) => {
    const response = await fetch(url + file).catch(() => null);
    if (!response)
      throw new Error(
        `The digits (${file}) could not be fetched. Check the connection and press Train again.`,
      );
    if (!response.ok)
      throw new Error(
        `The digits (${file}) could not be fetched: the server answered ${response.status}. Press Train to try again.`,
      );
    return response;
  };
  const manifest = parseManifest(await (await request('manifest.json')).text());
  const parts: Record<DigitPart, DigitAssembly> = {
    train: new DigitAssembly(manifest, 'train'),
    test: new DigitAssembly(manifest, 'test'),
  };
  const both = Object.values(parts);
  const totalBytes = both.reduce((sum, part) => sum + part.totalBytes, 0);
  const totalRows = both.reduce((sum, part) => sum + part.dataset.rows, 0);
  /** Bytes of shards in place, and of the one on its way, by part. */
  const arrived: Record<DigitPart, number> = { train: 0, test: 0 };
  const arriving: Record<DigitPart, number> = { train: 0, test: 0 };

  function report() {
    progress({
      loadedBytes: arrived.train + arrived.test + arriving.train + arriving.test,
      totalBytes,
      loadedRows: both.reduce((sum, part) => sum + part.dataset.ready, 0),
      totalRows,
    });
  }

  async function load(part: DigitPart, index: number) {
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
    if (assembly.dataset.ready <= assembly.firstRows[index]) {
      const bytes = await readBody(await request(shard.file), shard.bytes, (received) => {
        arriving[part] = received;
        report();
      });
      assembly.add(index, bytes);
      // Not awaited: a cache that is slow or full holds nobody up.
      void cache?.write(address, bytes).catch(() => undefined);
    }
    arriving[part] = 0;
    arrived[part] += shard.bytes;
    report();
  }

  /** One chain of shards for each part: asking twice waits for the same shard, asking after a failure tries again. */
  const loading: Record<DigitPart, Promise<void> | null> = { train: null, test: null };
  const nextShard: Record<DigitPart, number> = { train: 0, test: 0 };

  async function untilRows(part: DigitPart, rows: number) {
    while (parts[part].dataset.ready < rows) {
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
    train: parts.train.dataset,
    test: parts.test.dataset,
    shardRows: parts.train.shardRows,
    async untilTrainRows(rows) {
      await untilRows('train', rows);
      // The rest follows while training goes on; what fails is said when a row of it is needed.
      void untilRows('test', parts.test.dataset.rows)
        .then(() => untilRows('train', parts.train.dataset.rows))
        .catch(() => undefined);
    },
    untilTestRows: () => untilRows('test', parts.test.dataset.rows),
  };
}

/** The whole body; `received` is told how many bytes there are so far. Ends early when there are more than `expected`. */
async function readBody(
  response: Response,
  expected: number,
  received: (bytes: number) => void,
): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    length += piece.value.length;
    if (length > expected) break;
    received(length);
  }
  void reader.cancel().catch(() => undefined);
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
  const opened = caches.open('scratchnet-mnist-1');
  return {
    async read(url) {
      try {
        const response = await (await opened).match(url);
        return response ? new Uint8Array(await response.arrayBuffer()) : null;
      } catch {
        return null;
      }
    },
    async write(url, bytes) {
      await (await opened).put(url, new Response(bytes as Uint8Array<ArrayBuffer>));
    },
    async remove(url) {
      await (await opened).delete(url).catch(() => false);
    },
  };
}
