import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, createServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mnistShards, mnistShardsPlugin } from '../../../scripts/mnistShards.mjs';

let root: string;
let shards: Map<string, Uint8Array>;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mnist-shards-'));
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>shards</title>');
  shards = mnistShards();
}, 60_000);

afterAll(() => rmSync(root, { recursive: true }));

const settings = { configFile: false, logLevel: 'silent' } as const;

test('a build has the manifest and all shards beside its page', async () => {
  await build({ ...settings, plugins: [mnistShardsPlugin()], root, base: './' });
  const files = readdirSync(join(root, 'dist/mnist')).sort();
  expect(files).toEqual([...shards.keys()].sort());
  for (const file of files)
    expect(Buffer.compare(readFileSync(join(root, 'dist/mnist', file)), shards.get(file) as Uint8Array)).toBe(
      0,
    );
}, 30_000);

test.each(['/', '/deep/site/'])(
  'the dev server with base %s serves them unpacked by nobody, and nothing else',
  async (base) => {
    const server = await createServer({
      ...settings,
      plugins: [mnistShardsPlugin()],
      root,
      base,
      server: { port: 0, host: '127.0.0.1' },
    });
    try {
      await server.listen();
      const [address] = server.resolvedUrls?.local ?? [];
      const manifest = await fetch(new URL('mnist/manifest.json', address));
      expect(manifest.headers.get('content-type')).toBe('application/json');
      const { train } = await manifest.json();
      const shard = await fetch(new URL(`mnist/${train[0].file}?x`, address));
      expect(shard.headers.get('content-encoding')).toBeNull();
      expect(
        Buffer.compare(new Uint8Array(await shard.arrayBuffer()), shards.get(train[0].file) as Uint8Array),
      ).toBe(0);
      const other = await fetch(new URL('mnist/train-99.00000000.bin', address));
      expect(other.headers.get('content-type')).not.toBe('application/octet-stream');
    } finally {
      await server.close();
    }
  },
  30_000,
);
