/** Who may import whom: the table of the README, enforced. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { expect, test } from 'vitest';

const root = 'src';

/** Rooms, longest path first; `allow` are the rooms (or files) a room may take values from, `types` those of which types only. */
const rules: { room: string; allow: string[]; types?: string[] }[] = [
  { room: 'worker/protocol.ts', allow: [], types: ['training/trainer.ts'] },
  { room: 'worker/client.ts', allow: ['worker/errors.ts'], types: ['worker', 'training/trainer.ts'] },
  { room: 'worker/errors.ts', allow: [], types: ['worker/protocol.ts'] },
  { room: 'worker', allow: ['worker', 'training', 'datasets', 'kernels'] },
  { room: 'kernels', allow: ['kernels'] },
  { room: 'engine', allow: ['engine'], types: ['kernels/kernels.ts'] },
  { room: 'datasets', allow: ['datasets', 'engine/random.ts'] },
  { room: 'formats', allow: ['formats'] },
  { room: 'training', allow: ['training', 'engine', 'datasets', 'formats'], types: ['kernels/kernels.ts'] },
  // The terminal reads the four files of the installed package as the build does.
  {
    room: 'node',
    allow: ['node', 'training', 'engine', 'kernels', 'datasets', '../scripts/mnistShards.mjs'],
  },
  {
    room: 'app',
    allow: [
      'app',
      'worker/client.ts',
      'training/curve.ts',
      'training/fileFormats.ts',
      'training/recipes.ts',
      'training/sureness.ts',
      'training/shapesRecipes.ts',
      'datasets/digitImage.ts',
      'datasets/digitGroups.ts',
      'datasets/points.ts',
      'datasets/pointsTable.ts',
      'datasets/shapes2d.ts',
    ],
    types: ['training/trainer.ts'],
  },
  { room: 'main.tsx', allow: ['app'] },
];

const importPattern =
  /(?:^\s*(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s+)?|\bimport\()['"]([^'"]*)['"]/gm;

/** Packages that a room may import, besides what Node brings to `node`. */
const packages: Record<string, string[]> = {
  datasets: ['@noble/hashes', 'fflate', 'valibot'],
  formats: ['@noble/hashes', 'fflate', 'valibot'],
  app: ['react', 'react-dom', 'recharts', 'idb', 'valibot'],
  'main.tsx': ['react', 'react-dom'],
};

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'assembly' ? [] : sourceFiles(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

const isIn = (file: string, room: string) => file === room || file.startsWith(`${room}/`);

test('every import keeps to the table of rooms', () => {
  const files = sourceFiles(root).map((path) =>
    path
      .slice(root.length + 1)
      .split(sep)
      .join('/'),
  );
  expect(files.length).toBeGreaterThan(30);
  const known = new Set(files);
  const offences: string[] = [];
  for (const file of files) {
    const rule = rules.find(({ room }) => isIn(file, room));
    if (!rule) {
      offences.push(`${file} is in no room`);
      continue;
    }
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, typeOnly, target] of text.matchAll(importPattern)) {
      if (!target.startsWith('.')) {
        const isAllowed =
          (packages[rule.room] ?? []).some((name) => isIn(target, name)) ||
          (rule.room === 'node' && target.startsWith('node:'));
        if (!isAllowed) offences.push(`${file} imports ${target}`);
        continue;
      }
      const path = normalize(join(dirname(file), target.replace(/\?.*$/, '')))
        .split(sep)
        .join('/');
      if (/\.css$/.test(path)) continue;
      const found = [`${path}.ts`, `${path}.tsx`, path].find((candidate) => known.has(candidate)) ?? path;
      const allowed = [...rule.allow, ...(typeOnly ? (rule.types ?? []) : [])];
      if (!allowed.some((room) => isIn(found, room))) offences.push(`${file} imports ${found}`);
    }
  }
  expect(offences).toEqual([]);
});

test('what only one place may touch is touched only there', () => {
  const owners: [RegExp, string[]][] = [
    [/\bMath\.random\b/, []],
    [/\bWebAssembly\./, ['kernels/wasm.ts', 'kernels/webassembly.ts']],
    // The Python of a script has a self of its own.
    [/\bself\./, ['worker/main.ts', 'formats/code/torchLayers.ts']],
    [/\b(?:performance|Date)\.now\(/, ['worker/scheduler.ts', 'node/', 'app/']],
  ];
  const offences = sourceFiles(root).flatMap((path) => {
    const file = path
      .slice(root.length + 1)
      .split(sep)
      .join('/');
    // Comments may speak of what the code may not do.
    const code = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    return owners.flatMap(([pattern, allowed]) =>
      pattern.test(code) && !allowed.some((owner) => file.startsWith(owner)) ? [`${file}: ${pattern}`] : [],
    );
  });
  expect(offences).toEqual([]);
});
