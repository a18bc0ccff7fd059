/** Whatever the page offers makes a recipe that the engine takes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activationNames, offered, optimizerNames, scheduleNames } from '../../../src/app/controls/names';
import { kindOf, readParts, type ScalingSpec, writeParts } from '../../../src/app/controls/networkParts';
import { numbersOf, optimizerRule, withOptimizerNumber } from '../../../src/app/controls/optimizerNumbers';
import {
  convolutionActivations,
  dropoutRule,
  endingsFor,
  initializersFor,
  kernelSides,
  lastActivations,
  maxChannels,
  maxConvolutions,
  maxUnits,
  withBias,
  withConvolution,
  withConvolutionAdded,
  withConvolutionRemoved,
  withEnding,
  withHiddenLayer,
  withKind,
  withLayerAdded,
  withLayerRemoved,
  withOptimizer,
  withParts,
  withSampler,
  withShapes,
  withUsualNumbers,
} from '../../../src/app/controls/recipeEdit';
import {
  plannedSteps,
  planUnit,
  readScheduleField,
  scheduleCurve,
  scheduleFields,
  scheduleRule,
  usualSchedule,
  withScheduleField,
} from '../../../src/app/controls/schedulePlan';
import { withClassCount, withPattern, withShare } from '../../../src/app/controls/shapesEdit';
import { classCount, patterns } from '../../../src/datasets/shapes2d';
import { initializers } from '../../../src/engine/initializers';
import { activations } from '../../../src/engine/layers/activation';
import { checkLoss, losses } from '../../../src/engine/losses';
import { checkOptimizerSpec, optimizerDefaults, optimizers } from '../../../src/engine/optimizers/registry';
import { planNetwork } from '../../../src/engine/plan';
import { checkScheduleSpec, schedules } from '../../../src/engine/schedules';
import { cardText, parseCard } from '../../../src/formats/card';
import {
  batchLimit,
  convDigitsRecipe,
  convPadRecipe,
  digitsRecipe,
  lossesFor,
  originalXorRecipe,
  padRecipe,
  xorRecipe,
} from '../../../src/training/recipes';
import { shapesRecipe, usualShapes } from '../../../src/training/shapesRecipes';
import type { NetworkSpec, RunSpec } from '../../../src/training/trainer';

function check(spec: RunSpec) {
  planNetwork(spec.network);
  checkLoss(spec.network, spec.loss);
  checkOptimizerSpec(spec.optimizer);
  checkScheduleSpec(spec.schedule);
  expect(spec.batchSize).toBeGreaterThanOrEqual(1);
  expect(spec.batchSize).toBeLessThanOrEqual(batchLimit(spec.data));
}

/** Only for kernels and windows that no longer fit is a choice refused, and the layer is named. */
function isTooSmall({ network }: RunSpec): boolean {
  try {
    planNetwork(network);
    return false;
  } catch (error) {
    expect(String(error)).toMatch(
      /layers\.\d+: a (?:kernel|window) of \d is larger than what it slides over/,
    );
    return true;
  }
}

const recipes: readonly [string, RunSpec][] = [
  ['XOR', xorRecipe],
  ['the original', originalXorRecipe],
  ['spirals of three arms', shapesRecipe(usualShapes('spirals'))],
  ['moons', shapesRecipe(usualShapes('moons'))],
  ['waves', shapesRecipe(usualShapes('waves'))],
  ['digits', digitsRecipe],
  ['digits, convolutional', convDigitsRecipe],
  ['the pad’s, convolutional', { ...convPadRecipe, schedule: { type: 'constant' } }],
];

test('everything that the engine has is offered, and nothing else', () => {
  const sorted = (names: readonly string[]) => [...names].sort();
  expect(sorted(offered(activationNames))).toEqual(sorted(activations));
  expect(sorted(offered(optimizerNames))).toEqual(sorted(optimizers));
  expect(sorted(offered(scheduleNames))).toEqual(sorted(schedules));
  expect(sorted(initializersFor(readParts(digitsRecipe.network)))).toEqual(
    sorted([...initializers, 'suited']),
  );
  expect(sorted([...new Set(activations.flatMap(lossesFor))])).toEqual(sorted(losses));
});

test.each(recipes)('%s: all activations, losses, starts and optimizers go together', (_, recipe) => {
  let combinations = 0;
  for (const hidden of offered(activationNames)) {
    for (const last of lastActivations(readParts(recipe.network).last.units)) {
      const { last: output } = readParts(recipe.network);
      const network = withParts(withHiddenLayer(recipe, 0, { activation: hidden }), {
        last: { ...output, activation: last },
      });
      for (const initializer of initializersFor(readParts(network.network)))
        for (const loss of lossesFor(last))
          for (const type of offered(optimizerNames)) {
            check({ ...withOptimizer(withParts(network, { initializer }), type), loss });
            combinations++;
          }
    }
  }
  expect(combinations).toBeGreaterThan(3000);
});

test.each(recipes)('%s: any edits in a row make a recipe that the engine takes', (_, recipe) => {
  const pick = fc.nat({ max: 1000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 17 }), pick, pick), { maxLength: 12 }), (edits) => {
      let spec = recipe;
      for (const [kind, a, b] of edits) {
        const before = spec;
        const parts = readParts(spec.network);
        const of = <T>(list: readonly T[], index = a) => list[index % list.length];
        if (kind === 0) spec = withLayerAdded(spec);
        if (kind === 1) spec = withOptimizer(spec, of(offered(optimizerNames)));
        if (kind === 2) spec = withParts(spec, { initializer: of(initializersFor(parts)) });
        if (kind === 3)
          spec = withParts(spec, {
            last: { ...parts.last, activation: of(lastActivations(parts.last.units)) },
          });
        if (kind === 4)
          spec = withHiddenLayer(spec, b % 4, {
            units: 1 + Math.round((a / 1000) * (maxUnits(spec) - 1)),
          });
        if (kind === 5) spec = withBias(spec, a % 2 === 0, b % 5);
        if (kind === 6) spec = { ...spec, loss: of(lossesFor(parts.last.activation)) };
        if (kind === 7) spec = withHiddenLayer(spec, b % 4, { activation: of(offered(activationNames)) });
        if (kind === 8 && spec.data.type === 'xor')
          spec = withSampler(spec, a % 2 === 0 ? 'table' : 'divisibility');
        if (kind === 9) spec = withParts(spec, { dropout: a % 2 === 0 ? 0 : 0.01 + (0.89 * b) / 1000 });
        if (kind === 10 && spec.data.type === 'digits')
          spec = withKind(spec, a % 2 === 0 ? 'dense' : 'convolutional');
        if (kind === 11) spec = withConvolutionAdded(spec) ?? spec;
        if (kind === 12 && parts.convolutions.length > 1) spec = withConvolutionRemoved(spec, b % 3);
        if (kind === 13)
          spec = withConvolution(spec, b % 3, {
            channels: 1 + (a % maxChannels),
            activation: of(convolutionActivations),
          });
        if (kind === 14) spec = withLayerRemoved(spec, b % 4);
        if (kind === 15)
          spec = withConvolution(spec, b % 3, { kernel: Number(of(kernelSides)), pool: a % 3 === 0 });
        if (kind === 16) spec = withEnding(spec, of(endingsFor(spec)));
        if (kind === 17 && spec.data.type === 'shapes')
          spec = withShapes(spec, usualShapes(of(patterns), 2 + (b % 4)));
        // What does not fit is taken back, as the page does.
        if (isTooSmall(spec)) spec = before;
        expect(kindOf(spec.network)).not.toBe('other');
        expect(writeParts(readParts(spec.network))).toEqual(spec.network);
        check(spec);
      }
    }),
    { numRuns: 200, seed: 3 },
  );
});

test.each(recipes)(
  '%s: an optimizer brings its own defaults; going back to the first is going back',
  (_, recipe) => {
    for (const type of offered(optimizerNames)) {
      const spec = withOptimizer(recipe, type);
      const { rate } = spec.optimizer;
      expect(spec.optimizer).toEqual({ ...optimizerDefaults[type], rate });
      expect(withUsualNumbers(spec)).toEqual(spec);
      for (const key of numbersOf(spec.optimizer)) {
        const { min, max } = optimizerRule(spec.optimizer, key);
        for (const bound of [min, max]) {
          const changed = { ...spec, optimizer: withOptimizerNumber(spec.optimizer, key, bound) };
          check(changed);
          expect(withUsualNumbers(changed)).toEqual(spec);
        }
      }
      const back = withOptimizer(spec, recipe.optimizer.type);
      expect({ ...back, optimizer: { ...back.optimizer, rate: recipe.optimizer.rate } }).toEqual(recipe);
    }
  },
);

test('RPROP comes with the largest batch and leaves with the usual one', () => {
  const scheduled: RunSpec = { ...digitsRecipe, schedule: { type: 'cosine', steps: 10, least: 0 } };
  const rprop = withOptimizer(scheduled, 'rprop');
  expect(rprop).toMatchObject({ batchSize: 1024, schedule: { type: 'constant' } });
  expect(withOptimizer(rprop, 'sgd').batchSize).toBe(64);
  expect(withOptimizer({ ...rprop, batchSize: 256 }, 'sgd').batchSize).toBe(256);
  const onTable = withOptimizer(xorRecipe, 'rprop');
  expect(onTable.batchSize).toBe(4);
  expect(withSampler(onTable, 'divisibility').batchSize).toBe(1000);
});

test('a loss that was chosen stays where it fits; one that only suited the output changes with it', () => {
  const ending = (spec: RunSpec, activation: 'softmax' | 'sigmoid' | 'tanh') =>
    withParts(spec, { last: { ...readParts(spec.network).last, activation } });
  expect(ending(digitsRecipe, 'sigmoid').loss).toBe('binaryCrossEntropy');
  expect(ending(digitsRecipe, 'tanh').loss).toBe('meanSquaredError');
  expect(ending(ending(digitsRecipe, 'sigmoid'), 'softmax')).toEqual(digitsRecipe);
  expect(ending(ending(xorRecipe, 'tanh'), 'sigmoid')).toEqual(xorRecipe);
  const huber: RunSpec = { ...digitsRecipe, loss: 'huber' };
  expect(ending(ending(huber, 'sigmoid'), 'tanh').loss).toBe('huber');
  const yesNo: RunSpec = { ...xorRecipe, loss: 'binaryCrossEntropy' };
  expect(withHiddenLayer(yesNo, 0, { units: 7 }).loss).toBe('binaryCrossEntropy');
  expect(ending(yesNo, 'tanh').loss).toBe('meanSquaredError');
});

test('one layer’s bias is off alone; starts that differ stay with their layers', () => {
  const biases = (spec: RunSpec) =>
    spec.network.layers.flatMap((layer) => (layer.type === 'dense' ? [layer.bias] : []));
  const mixed = withBias(withLayerAdded(xorRecipe), false, 1);
  expect(biases(mixed)).toEqual([true, false, true]);
  expect(biases(withBias(mixed, false))).toEqual([false, false, false]);
  const starts = ['zeros', 'orthogonal'] as const;
  let at = 0;
  const network = {
    ...xorRecipe.network,
    layers: xorRecipe.network.layers.map((layer) =>
      layer.type === 'dense' ? { ...layer, initializer: starts[at++] } : layer,
    ),
  };
  expect(readParts(network).initializer).toBe('own');
  const wider = withHiddenLayer({ ...xorRecipe, network }, 0, { units: 9 });
  expect(
    wider.network.layers.flatMap((layer) => (layer.type === 'dense' ? [layer.initializer] : [])),
  ).toEqual(starts);
});

test('orthogonal is offered up to what the engine draws, and given up by a layer that outgrows it', () => {
  const orthogonal = withParts(digitsRecipe, { initializer: 'orthogonal' });
  expect(readParts(orthogonal.network).initializer).toBe('orthogonal');
  const wide = withHiddenLayer(orthogonal, 0, { units: 1024 });
  expect(readParts(wide.network).initializer).toBe('suited');
  expect(initializersFor(readParts(wide.network))).not.toContain('orthogonal');
  check(wide);
});

test.each(recipes)(
  '%s: every schedule, at the bounds of each of its numbers, is one that the engine takes',
  (_, recipe) => {
    const unit = planUnit(recipe, recipe.data.type === 'digits' ? 60_000 : 4);
    for (const type of offered(scheduleNames)) {
      const schedule = usualSchedule(type, unit);
      check({ ...recipe, schedule });
      for (const field of scheduleFields[type]) {
        const { min, max } = scheduleRule(field, unit);
        for (const value of [min, max]) {
          const changed = withScheduleField(schedule, field, value, unit);
          checkScheduleSpec(changed);
          expect(readScheduleField(changed, field, unit)).toBeCloseTo(value, 1);
        }
      }
      for (const [, share] of scheduleCurve(schedule)) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }
  },
);

test('lengths are epochs of digits and steps of XOR', () => {
  const epochs = planUnit(digitsRecipe, 60_000);
  expect(epochs).toEqual({ name: 'epochs', steps: 938 });
  expect(plannedSteps(usualSchedule('cosine', epochs))).toBe(9380);
  const steps = planUnit(xorRecipe, 4);
  expect(plannedSteps(usualSchedule('oneCycle', steps))).toBe(1000);
  const warming = usualSchedule('warmUp', steps);
  expect(plannedSteps({ ...warming, type: 'warmUp', steps: 100, next: usualSchedule('cosine', steps) })).toBe(
    1100,
  );
});

test('of the convolutional preset every single choice is one that the engine takes', () => {
  expect(kindOf(convDigitsRecipe.network)).toBe('convolutional');
  for (const at of [0, 1])
    for (const kernel of kernelSides)
      for (const pool of [true, false])
        for (const channels of [1, maxChannels])
          for (const activation of convolutionActivations) {
            const spec = withConvolution(convDigitsRecipe, at, {
              kernel: Number(kernel),
              pool,
              channels,
              activation,
            });
            check(spec);
            const more = withConvolutionAdded(spec);
            expect(more).not.toBeNull();
            if (more) check(more);
          }
});

test('a third convolution is the last, and none is offered where the images are too small', () => {
  const third = withConvolutionAdded(convDigitsRecipe);
  expect(readParts(third?.network ?? convDigitsRecipe.network).convolutions).toMatchObject([
    { channels: 8 },
    { channels: 16 },
    { channels: 16, kernel: 3, pool: false, initializer: 'heNormal' },
  ]);
  expect(readParts(third?.network ?? convDigitsRecipe.network).convolutions.length).toBe(maxConvolutions);
  expect(withConvolutionAdded(third ?? convDigitsRecipe)).toBeNull();
  const small = withConvolution(convDigitsRecipe, 1, { kernel: 11 });
  check(small);
  expect(withConvolutionAdded(small)).toBeNull();
});

test('a kind brings its network and leaves the method, with a loss that fits', () => {
  const nesterov = withOptimizer(digitsRecipe, 'nesterov');
  const convolutional = withKind(nesterov, 'convolutional');
  expect(convolutional).toEqual({ ...nesterov, network: convDigitsRecipe.network });
  expect(withKind(convolutional, 'dense')).toEqual(nesterov);
  const { last } = readParts(digitsRecipe.network);
  const sigmoid = withParts(digitsRecipe, { last: { ...last, activation: 'sigmoid' } });
  expect(withKind(sigmoid, 'convolutional').loss).toBe('crossEntropy');
});

test('dropout stands behind every hidden layer, and nowhere else', () => {
  const types = ({ network }: RunSpec) => network.layers.map(({ type }) => type);
  const dropped = withParts(withLayerAdded(digitsRecipe), { dropout: 0.5 });
  expect(types(dropped)).toEqual([
    ...['dense', 'activation', 'dropout', 'dense', 'activation', 'dropout'],
    ...['dense', 'activation'],
  ]);
  for (const rate of [dropoutRule.min, dropoutRule.max]) check(withParts(digitsRecipe, { dropout: rate }));
  expect(withParts(dropped, { dropout: 0 })).toEqual(withLayerAdded(digitsRecipe));
});

test.each([padRecipe, convPadRecipe])(
  'the recipes that the pad’s networks were trained by can be edited: %#',
  (recipe) => {
    expect(kindOf(recipe.network)).not.toBe('other');
    expect(writeParts(readParts(recipe.network))).toEqual(recipe.network);
  },
);

test.each<ScalingSpec>([{ type: 'standardize', mean: 0.1307, deviation: 0.3081 }, { type: 'unitLength' }])(
  'a first layer of %o, as from a file, stays when others are changed',
  (scaling) => {
    for (const recipe of [digitsRecipe, convDigitsRecipe]) {
      const { network } = recipe;
      const spec = { ...recipe, network: { ...network, layers: [scaling, ...network.layers] } };
      expect(kindOf(spec.network)).toBe(kindOf(network));
      const { last } = readParts(network);
      const changes = (of: RunSpec) => [
        withParts(of, { dropout: 0.5 }),
        withParts(of, { initializer: 'zeros' }),
        withParts(of, { last: { ...last, activation: 'sigmoid' } }),
        withHiddenLayer(of, 0, { units: 7 }),
        withLayerAdded(of),
        withLayerRemoved(of, 0),
        withBias(of, false),
        withConvolution(of, 0, { channels: 3 }),
        withConvolutionRemoved(of, 0),
      ];
      const plain = changes(recipe);
      changes(spec).forEach((changed, i) => {
        check(changed);
        expect(changed.network.layers).toEqual([scaling, ...plain[i].network.layers]);
      });
    }
    const { layers } = digitsRecipe.network;
    for (const others of [
      [scaling, scaling, ...layers],
      [...layers, scaling],
    ])
      expect(kindOf({ inputs: 784, layers: others })).toBe('other');
  },
);

test('what the recipe has no controls for is a network of another kind', () => {
  const { layers } = convDigitsRecipe.network;
  const others: readonly NetworkSpec['layers'][] = [
    [{ type: 'dropout', rate: 0.5 }, ...layers],
    layers.map((layer) => (layer.type === 'conv2d' ? { ...layer, kernel: [5, 3] } : layer)),
    layers.map((layer) => (layer.type === 'conv2d' ? { ...layer, padding: 1 } : layer)),
    layers.map((layer) => (layer.type === 'conv2d' ? { ...layer, stride: 2 } : layer)),
    layers.map((layer) => (layer.type === 'maxPool2d' ? { ...layer, stride: 1 } : layer)),
    [...layers.slice(0, -2), { type: 'dropout', rate: 0 }, ...layers.slice(-2)],
    [...layers, { type: 'dropout', rate: 0.5 }],
  ];
  for (const changed of others)
    expect(kindOf({ ...convDigitsRecipe.network, layers: changed })).toBe('other');
});

test.each(recipes)('%s: the largest network that is offered fits a file', (_, recipe) => {
  let spec = recipe;
  for (let at = 0; at < 4; at++) {
    spec = withConvolutionAdded(withLayerAdded(spec)) ?? withLayerAdded(spec);
    spec = withHiddenLayer(spec, at, { units: maxUnits(spec) });
    spec = withConvolution(spec, at, { channels: maxChannels, kernel: 3, pool: false });
  }
  // The fewer convolutions, the larger the images that the first hidden layer sees.
  for (let left = readParts(spec.network).convolutions.length; left >= 0; left--) {
    const card = {
      ...{ ...spec, steps: 0, epochs: 0, testLoss: null, testAccuracy: null, testRows: 0 },
      ...{ kernels: 'wasm', madeBy: 'a test' },
    };
    expect(parseCard(cardText(card)).network).toEqual(spec.network);
    if (left > 1) spec = withConvolutionRemoved(spec, left - 1);
  }
});

test('what was usual for a pattern follows to the next; what was chosen stays', () => {
  const spirals = shapesRecipe(usualShapes('spirals'));
  expect(withShapes(spirals, usualShapes('waves'))).toEqual(shapesRecipe(usualShapes('waves')));
  expect(withShapes(withShapes(spirals, usualShapes('plane')), usualShapes('spirals'))).toEqual(spirals);
  const own = withHiddenLayer({ ...spirals, seed: 7 }, 0, { units: 5 });
  const onMoons = withShapes(own, usualShapes('moons'));
  expect(readParts(onMoons.network).hidden.map(({ units }) => units)).toEqual([5, 8, 8]);
  expect(onMoons).toMatchObject({ seed: 7, loss: 'binaryCrossEntropy' });
  expect(readParts(onMoons.network).last).toMatchObject({ units: 1, activation: 'sigmoid' });
  expect(readParts(withShapes(onMoons, usualShapes('plane')).network).last.activation).toBe('linear');
  const fast = { ...spirals, optimizer: { ...spirals.optimizer, rate: 0.5 } };
  expect(withShapes(fast, usualShapes('moons')).optimizer.rate).toBe(0.5);
});

test('two classes end in one number or, by softmax, in two', () => {
  const moons = shapesRecipe(usualShapes('moons'));
  expect(endingsFor(moons)).toContain('softmax');
  const softmax = withEnding(moons, 'softmax');
  expect(readParts(softmax.network).last).toMatchObject({ units: 2, activation: 'softmax' });
  expect(softmax.loss).toBe('crossEntropy');
  expect(withEnding(softmax, 'sigmoid')).toEqual(moons);
  expect(endingsFor(shapesRecipe(usualShapes('plane')))).not.toContain('softmax');
});

test('another pattern keeps how many points there are, and which; own points keep their places', () => {
  const spirals = { ...usualShapes('spirals'), samples: 50, trainShare: 0.5, seed: 9 };
  expect(withPattern(spirals, 'moons')).toEqual({
    ...{ ...usualShapes('moons'), samples: 50, trainShare: 0.5, seed: 9 },
  });
  const own = withPattern(spirals, 'own');
  expect(own).toMatchObject({ pattern: 'own', names: ['1', '2', '3'], trainShare: 0.5 });
  if (own.pattern !== 'own') throw new Error('The pattern is another one.');
  expect([own.train.length, own.test.length]).toEqual([75, 75]);
  const values = withClassCount(own, 0);
  expect(classCount(values)).toBe(0);
  expect(withClassCount(values, 3)).toEqual(own);
  expect(withShare(own, 0.8)).toMatchObject({
    trainShare: 0.8,
    train: { length: 120 },
    test: { length: 30 },
  });
});
