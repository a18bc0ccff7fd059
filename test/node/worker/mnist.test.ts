/** MNIST over a network that misbehaves; the shards are those of the built site. */
import { beforeAll, expect, test } from 'vitest';
import { mnistShards } from '../../../scripts/mnistShards.mjs';
import type { DataProgress } from '../../../src/training/trainer';
import { fetchMnist, type ShardCache } from '../../../src/worker/mnist';

const url = 'https://site.test/mnist/';
let files: Map<string, Uint8Array>;
beforeAll(() => {
  files = mnistShards();
});

type Network = { asked: string[]; fetch: typeof fetch; broken: Map<string, () => Response> };

/** Serves the shards by name; `broken` overrides single files. */
function createNetwork(): Network {
  const asked: string[] = [];
  const broken = new Map<string, () => Response>();
  const fetch = async (address: RequestInfo | URL) => {
    const name = String(address).slice(url.length);
    asked.push(name);
    const override = broken.get(name);
    if (override) return override();
    const bytes = files.get(name);
    return bytes ? new Response(bytes as Uint8Array<ArrayBuffer>) : new Response('not here', { status: 404 });
  };
  return { asked, broken, fetch: fetch as typeof globalThis.fetch };
}

function createMemoryCache(): ShardCache & { entries: Map<string, Uint8Array> } {
  const entries = new Map<string, Uint8Array>();
  return {
    entries,
    read: async (address) => entries.get(address) ?? null,
    write: async (address, bytes) => void entries.set(address, bytes),
    remove: async (address) => void entries.delete(address),
  };
}

const firstShard = () => [...files.keys()].find((name) => name.startsWith('train-00')) ?? '';
const testShards = () => [...files.keys()].filter((name) => name.startsWith('test-'));

test('all 60,000 + 10,000 digits arrive, the first 6,000 before the others, with progress to the last byte', async () => {
  const network = createNetwork();
  const seen: DataProgress[] = [];
  const open = fetchMnist({ url, fetch: network.fetch, cache: null, progress: (data) => seen.push(data) });
  const data = await open();
  expect(data.train).toMatchObject({ rows: 60_000, ready: 0 });
  expect(data.test).toMatchObject({ rows: 10_000, ready: 0 });
  await data.untilTrainRows(1);
  expect(data.train.ready).toBe(6000);
  await data.untilTestRows();
  await data.untilTrainRows(60_000);
  expect(data.train.ready).toBe(60_000);
  expect(data.test.ready).toBe(10_000);
  expect(network.asked.length).toBe(files.size);
  const loaded = seen.map(({ loadedBytes }) => loadedBytes);
  expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
  expect(seen.at(-1)).toEqual({
    loadedBytes: seen[0].totalBytes,
    totalBytes: seen[0].totalBytes,
    loadedRows: 70_000,
    totalRows: 70_000,
  });
});

test('asking for the test digits loads them alone, and only once when asked twice at a time', async () => {
  const network = createNetwork();
  const data = await fetchMnist({ url, fetch: network.fetch, cache: null, progress: () => {} })();
  await Promise.all([data.untilTestRows(), data.untilTestRows()]);
  expect(network.asked).toEqual(['manifest.json', ...testShards()]);
});

test('a shard of which a byte was changed is refused by its digest, and fetched again when asked again', async () => {
  const network = createNetwork();
  const changed = (files.get(firstShard()) ?? new Uint8Array()).slice();
  changed[1000] ^= 1;
  network.broken.set(firstShard(), () => new Response(changed));
  const data = await fetchMnist({ url, fetch: network.fetch, cache: null, progress: () => {} })();
  await expect(data.untilTrainRows(1)).rejects.toThrow(/train-00.*SHA-256/);
  expect(data.train.ready).toBe(0);
  network.broken.clear();
  await data.untilTrainRows(1);
  expect(data.train.ready).toBe(6000);
});

test.each([
  ['is not there', () => new Response('gone', { status: 404 }), /answered 404/],
  ['cannot be reached', () => Promise.reject(new TypeError('offline')) as never, /Check the connection/],
  ['is longer than the list says', () => new Response(new Uint8Array(9_000_000)), /instead of/],
])('a shard that %s gives one sentence that names it', async (_what, response, sentence) => {
  const network = createNetwork();
  network.broken.set(firstShard(), response);
  const data = await fetchMnist({ url, fetch: network.fetch, cache: null, progress: () => {} })();
  await expect(data.untilTrainRows(1)).rejects.toThrow(sentence);
  await expect(data.untilTrainRows(1)).rejects.toThrow('train-00');
});

test('without the list of shards it opens all the same, and asks for the list again the next time', async () => {
  const network = createNetwork();
  network.broken.set('manifest.json', () => new Response('', { status: 500 }));
  const data = await fetchMnist({ url, fetch: network.fetch, cache: null, progress: () => {} })();
  expect(data).toMatchObject({ shardRows: 6000, train: { rows: 60_000 }, test: { rows: 10_000 } });
  await expect(data.untilTestRows()).rejects.toThrow('answered 500');
  network.broken.clear();
  await data.untilTestRows();
  expect(data.test.ready).toBe(10_000);
});

test('a connection that is lost in the middle of a shard gives the same sentence as none at all', async () => {
  const network = createNetwork();
  network.broken.set(
    firstShard(),
    () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new Uint8Array(1000));
            controller.error(new TypeError('network error'));
          },
        }),
      ),
  );
  const data = await fetchMnist({ url, fetch: network.fetch, cache: null, progress: () => {} })();
  await expect(data.untilTrainRows(1)).rejects.toThrow(/train-00.*Check the connection/);
});

test('what the cache holds is not fetched; what it holds damaged is removed and fetched', async () => {
  const cache = createMemoryCache();
  const first = await fetchMnist({ url, fetch: createNetwork().fetch, cache, progress: () => {} })();
  await first.untilTestRows();
  const [damagedShard, soundShard] = testShards();
  cache.entries.get(url + damagedShard)?.fill(0, 10, 20);
  const network = createNetwork();
  const second = await fetchMnist({ url, fetch: network.fetch, cache, progress: () => {} })();
  await second.untilTestRows();
  expect(second.test.ready).toBe(10_000);
  expect(network.asked).toEqual(['manifest.json', damagedShard]);
  expect(network.asked).not.toContain(soundShard);
});
