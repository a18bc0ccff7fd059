/** Strengths as the recipe shows them, and the presets they belong to. */
import { expect, test } from 'vitest';
import {
  augmentationKinds,
  augmentationOf,
  choiceOf,
  describeAugmentation,
  readStrength,
  strengthRule,
  strengthScale,
  withStrength,
} from '../../../src/app/controls/augmentationNumbers';
import { presetNames, presetOf, presetRecipe, presetsFor } from '../../../src/app/controls/presets';
import { withAugmentation } from '../../../src/app/controls/recipeEdit';
import { positionOf, valueAt } from '../../../src/app/controls/sliderScale';
import { describeNetwork } from '../../../src/app/runEvents';
import { checkAugmentation, augmentationKinds as kindsThatThereAre } from '../../../src/datasets/augment';
import { cardText, parseCard } from '../../../src/formats/card';
import { specFor } from '../../../src/training/exchange';
import {
  augmentationLimits,
  convPadRecipe,
  digitsRecipe,
  noAugmentation,
  usualAugmentation,
  xorRecipe,
} from '../../../src/training/recipes';
import { drawnDigits } from '../../support/drawnDigits';

test('every kind of bending has a slider that goes from nothing to its limit, and survives the way to its value and back', () => {
  expect([...augmentationKinds].sort()).toEqual([...kindsThatThereAre].sort());
  for (const kind of augmentationKinds) {
    const scale = strengthScale(kind);
    expect(valueAt(0, scale), kind).toBe(0);
    expect(withStrength(noAugmentation, kind, valueAt(scale.steps, scale))[kind], kind).toBe(
      augmentationLimits[kind],
    );
    expect(strengthRule(kind), kind).toMatchObject({ min: 0, max: valueAt(scale.steps, scale) });
    for (let position = 0; position <= scale.steps; position++) {
      const value = valueAt(position, scale);
      const augmentation = withStrength(noAugmentation, kind, value);
      checkAugmentation(augmentation, drawnDigits(1));
      expect(readStrength(augmentation, kind)).toBe(value);
      expect(positionOf(value, scale)).toBe(position);
    }
  }
});

test('strengths are written with their units, those of 0 left out', () => {
  expect(describeAugmentation(usualAugmentation)).toBe(
    'shift 1.5 px · rotate 15° · scale 15 % · shear 20 % · elastic 1.2 px · pen 50 %',
  );
  expect(describeAugmentation({ ...noAugmentation, elastic: 0.35 })).toBe('elastic 0.35 px');
  expect(describeAugmentation(noAugmentation)).toBe('');
});

test('bending is off, usual or the user’s own', () => {
  expect(choiceOf(augmentationOf(digitsRecipe.data))).toBe('off');
  expect(choiceOf(augmentationOf(xorRecipe.data))).toBe('off');
  expect(choiceOf(usualAugmentation)).toBe('usual');
  expect(choiceOf(augmentationOf(convPadRecipe.data))).toBe('own');
  expect(choiceOf(withStrength(usualAugmentation, 'rotate', 0))).toBe('own');
});

test('strengths come into the data beside what else it says; without any it is as it was', () => {
  const own = withStrength(noAugmentation, 'shear', 30);
  const bent = withAugmentation(digitsRecipe, own);
  expect(bent).toEqual({
    ...digitsRecipe,
    data: { type: 'digits', augmentation: { ...noAugmentation, shear: 0.3 } },
  });
  expect(withAugmentation(bent, noAugmentation)).toEqual(digitsRecipe);
  const withMore = { ...digitsRecipe, data: { type: 'digits', another: 0.1 } } as const;
  expect(withAugmentation(withMore, own).data).toEqual({ ...withMore.data, augmentation: own });
  expect(withAugmentation(withAugmentation(withMore, own), noAugmentation)).toEqual(withMore);
  expect(withAugmentation(xorRecipe, own)).toBe(xorRecipe);
});

test('the event of a network says that its digits are bent', () => {
  const info = {
    parameters: 101_770,
    layers: [],
    kernels: 'wasm',
    trainRows: 60_000,
    testRows: 10_000,
  } as const;
  expect(describeNetwork({ ...info, spec: digitsRecipe })).toBe('784-128-10, 101,770 parameters, seed 1');
  expect(describeNetwork({ ...info, spec: withAugmentation(digitsRecipe, usualAugmentation) })).toBe(
    '784-128-10, 101,770 parameters, seed 1, digits bent',
  );
});

test.each([xorRecipe, digitsRecipe])(
  'every preset is known again, also from the card of a file',
  (recipe) => {
    const offered = presetsFor(recipe);
    expect(offered.length).toBeGreaterThan(1);
    for (const name of offered) {
      const spec = presetRecipe(name);
      expect(presetOf(spec), presetNames[name]).toBe(name);
      const card = {
        ...{ ...spec, steps: 0, epochs: 0, testLoss: null, testAccuracy: null, testRows: 0 },
        ...{ kernels: 'wasm', madeBy: 'a test' },
      };
      expect(presetOf(specFor(parseCard(cardText(card)), spec.data.type)), presetNames[name]).toBe(name);
      // Rate, batch and seed are everybody's own; strengths are not.
      expect(presetOf({ ...spec, seed: 9, batchSize: 3, optimizer: { ...spec.optimizer, rate: 0.5 } })).toBe(
        name,
      );
      if (spec.data.type === 'digits')
        expect(presetOf(withAugmentation(spec, withStrength(usualAugmentation, 'shift', 2)))).toBe('own');
    }
  },
);
