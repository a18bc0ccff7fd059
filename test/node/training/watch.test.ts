import { expect, test } from 'vitest';
import { createNodeTrainer } from '../../../src/node/trainer';
import {
  batchLimit,
  convDigitsRecipe,
  convPadRecipe,
  digitsRecipe,
  optimizerDefaults,
  originalXorRecipe,
  padRecipe,
  usualOptimizer,
  xorRecipe,
} from '../../../src/training/recipes';
import type { OptimizerSpec, RunSpec } from '../../../src/training/trainer';
import { createWatch, type Trouble, type Watch } from '../../../src/training/watch';

const layer = (gradientNorm: number) => ({ gradientNorm, weightNorm: 1, updateNorm: 0, deadUnits: null });

/** What is noticed while these losses come, one a step, and in which step. */
function noticed(watch: Watch, losses: Iterable<number>): (Trouble & { readonly at: number }) | null {
  let step = 0;
  for (const loss of losses) {
    step += 1;
    const trouble = watch.add(step, { loss, samples: 1, figures: null });
    if (trouble) return { ...trouble, at: step };
  }
  return null;
}

function* repeat(loss: number, times: number) {
  for (let i = 0; i < times; i++) yield loss;
}

test.each([
  { times: 1100, at: 32, what: 'a block of 32 steps' },
  { times: 11, at: 128, what: 'four blocks' },
  { times: 1.6, at: 1024, what: '32 blocks' },
])('a loss of $times times that of guessing is an explosion after $what', ({ times, at }) => {
  const trouble = noticed(createWatch(1), [0.9, ...repeat(times * 1.01, 2000)]);
  expect(trouble).toMatchObject({ kind: 'exploded', before: 1, at });
});

test('the explosion began with the first block in a row that was too high', () => {
  const watch = createWatch(1);
  const losses = [...repeat(0.5, 64), ...repeat(50, 32), ...repeat(0.5, 32), ...repeat(50, 200)];
  expect(noticed(watch, losses)).toMatchObject({ kind: 'exploded', before: 129, at: 256, loss: 50 });
});

test('neither a plateau at the loss of guessing, nor one wild batch, nor a start from higher up is one', () => {
  expect(noticed(createWatch(1), repeat(1.1, 5000))).toBeNull();
  expect(noticed(createWatch(1), [...repeat(0.1, 100), 900, ...repeat(0.1, 1000)])).toBeNull();
  expect(noticed(createWatch(1), [100, ...repeat(120, 5000)])).toBeNull();
});

test('a layer without a gradient is stuck after ten measured steps of 64 samples; the last such layer is named', () => {
  const watch = createWatch(1);
  const measure = (step: number, norms: readonly number[], samples = 8) =>
    watch.add(step, { loss: 1, samples, figures: { step, layers: norms.map(layer) } });
  expect(measure(1, [1, 1, 1])).toBeNull();
  for (let step = 2; step <= 10; step++) expect(measure(step, [0, 1e-13, 1])).toBeNull();
  expect(measure(11, [0, 0, 1])).toEqual({ kind: 'stuck', before: 1, layer: 1 });
  const few = createWatch(1);
  for (let step = 1; step <= 63; step++)
    expect(few.add(step, { loss: 1, samples: 1, figures: { step, layers: [layer(0)] } })).toBeNull();
});

test('a gradient that comes back, and one that has gone because all is learned, are no trouble', () => {
  const watch = createWatch(1);
  for (let step = 1; step <= 200; step++) {
    const figures = { step, layers: [layer(step % 9 === 0 ? 1e-6 : 0)] };
    expect(watch.add(step, { loss: 1, samples: 64, figures })).toBeNull();
  }
  const learned = createWatch(1);
  for (let step = 1; step <= 200; step++)
    expect(learned.add(step, { loss: 0.4, samples: 64, figures: { step, layers: [layer(0)] } })).toBeNull();
});

const all = Object.values(optimizerDefaults).map(({ type }) => type);
const withOptimizer = (spec: RunSpec, type: OptimizerSpec['type']): RunSpec => ({
  ...spec,
  optimizer: usualOptimizer(spec.data, type),
  batchSize: type === 'rprop' ? batchLimit(spec.data) : spec.batchSize,
});

test.each([
  ...all.map((type) => ({ name: 'XOR', spec: withOptimizer(xorRecipe, type), steps: 3000 })),
  ...all.map((type) => ({
    name: 'the original XOR',
    spec: withOptimizer(originalXorRecipe, type),
    steps: 3000,
  })),
  ...all.map((type) => ({
    name: 'digits',
    spec: withOptimizer(digitsRecipe, type),
    steps: type === 'rprop' ? 100 : 400,
  })),
  ...all.map((type) => ({
    name: 'convolutions',
    spec: withOptimizer(convDigitsRecipe, type),
    steps: type === 'rprop' ? 10 : 60,
  })),
  { name: 'the dense network of the pad', spec: padRecipe, steps: 200 },
  { name: 'the convolutional network of the pad', spec: convPadRecipe, steps: 40 },
])(
  'no false alarm: $name with $spec.optimizer.type, $steps steps',
  async ({ spec, steps }) => {
    const trainer = createNodeTrainer();
    await trainer.open(spec);
    expect(await trainer.train({ steps })).toEqual({ reason: 'completed', step: steps, reached: 'steps' });
    trainer.close();
  },
  60_000,
);
