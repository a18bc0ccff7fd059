/** The formulas of the microscope: what stands behind each = is worth what stands before it. */
import { expect, test } from 'vitest';
import { errorFormulas, gradientFormula } from '../../../src/app/microscope/backwardFormulas';
import { type Expression, expressionText, piecesOf } from '../../../src/app/microscope/expression';
import { activationFormula, lossFormulas, sumFormulas } from '../../../src/app/microscope/forwardFormulas';
import { stationsOf } from '../../../src/app/microscope/stations';
import { updateFormulas } from '../../../src/app/microscope/updateFormulas';
import { optimizerDefaults, optimizers } from '../../../src/engine/optimizers/registry';
import { denseLayers, noRegularization, xorRecipe } from '../../../src/training/recipes';
import type { Activation, Loss, RunSpec } from '../../../src/training/trainer';
import { createTestTrainer } from '../../support/trainers';

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  max: Math.max,
  tanh: Math.tanh,
  sin: Math.sin,
  cos: Math.cos,
  ln: Math.log,
  sign: Math.sign,
};

/** What an expression of numbers is worth; NaN where there are letters in it. */
function worthOf(expression: Expression): number {
  switch (expression.type) {
    case 'number':
      return expression.value;
    case 'fraction':
      return worthOf(expression.above) / worthOf(expression.below);
    case 'root':
      return Math.sqrt(worthOf(expression.of));
    case 'power': {
      const { base, exponent } = expression;
      const isExp = base.type === 'symbol' && base.name === 'e';
      return isExp ? Math.exp(worthOf(exponent)) : worthOf(base) ** worthOf(exponent);
    }
    case 'row':
      return sumOf([...expression.parts]);
    default:
      return Number.NaN;
  }
}

const signOf = (part: Expression | undefined) => (part?.type === 'operator' ? part.sign : '');

/** Takes a sum off the front of `parts`: up to their end, a comma or a closing bracket. */
function sumOf(parts: Expression[]): number {
  let sum = 0;
  let sign = 1;
  while (parts.length > 0 && ![')', ','].includes(signOf(parts[0]))) {
    if (['+', '−'].includes(signOf(parts[0]))) sign = signOf(parts.shift()) === '−' ? -1 : 1;
    sum += sign * productOf(parts);
    sign = 1;
  }
  return sum;
}

/** Takes factors off the front: with · between them, or side by side. Words say, and are worth nothing. */
function productOf(parts: Expression[]): number {
  let product = 1;
  while (parts.length > 0 && !['+', '−', ')', ','].includes(signOf(parts[0]))) {
    const part = parts.shift();
    if (part?.type === 'words' || signOf(part) === '·' || !part) continue;
    if (signOf(part) === '(') {
      product *= sumOf(parts);
      parts.shift();
    } else if (part.type === 'symbol' && functions[part.name]) {
      const values: number[] = [];
      do {
        parts.shift();
        values.push(sumOf(parts));
      } while (signOf(parts[0]) === ',');
      parts.shift();
      product *= functions[part.name](...values);
    } else product *= worthOf(part);
  }
  return product;
}

/** The sides of a formula that are numbers. */
function sidesOf(formula: Expression): number[] {
  const sides: Expression[][] = [[]];
  for (const part of formula.type === 'row' ? formula.parts : [formula]) {
    if (signOf(part) === '=' || signOf(part) === '←') sides.push([]);
    else sides[sides.length - 1].push(part);
  }
  return sides
    .filter((parts) => parts.some(({ type }) => type !== 'words'))
    .map((parts) => sumOf(parts))
    .filter((value) => !Number.isNaN(value));
}

function expectAllEqual(formulas: readonly Expression[]) {
  for (const formula of formulas) {
    const sides = sidesOf(formula);
    expect(sides.length, expressionText(formula)).toBeLessThan(4);
    for (const side of sides) {
      const scale = Math.max(Math.abs(sides[0]), 1e-3);
      expect(Math.abs(side - sides[0]), expressionText(formula)).toBeLessThan(1e-4 * scale);
    }
  }
}

async function formulasOf(spec: RunSpec, layer: number, batch: boolean) {
  const trainer = createTestTrainer();
  await trainer.open(spec);
  await trainer.train({ steps: 3 });
  const of = batch ? ({ type: 'batch', row: 2 } as const) : ({ type: 'row', row: 2 } as const);
  const dissection = await trainer.dissect({ of, layer, unit: 0 });
  const { work, step } = dissection;
  if (work.type !== 'neuron') throw new Error('No neuron.');
  const stations = stationsOf(spec.network);
  const above = stations[stations.findIndex((station) => station.layer === layer) + 1] ?? null;
  const term = work.inputs?.strongest[0];
  return [
    ...sumFormulas(work),
    activationFormula(work),
    ...lossFormulas(dissection, above === null),
    ...errorFormulas(dissection, work, above),
    ...(term
      ? [
          gradientFormula(dissection, work, { letter: 'w', x: term.x, gradient: term.step.gradient }, false),
          ...updateFormulas(step, term.step, 'w'),
        ]
      : []),
    ...(work.bias ? updateFormulas(step, work.bias, 'b') : []),
  ];
}

test.each(
  optimizers.flatMap((type) => [
    [type, 'plain'] as const,
    [type, 'clipped, with penalties and decay'] as const,
  ]),
)('the step of %s, %s: both sides agree within 1e-4', async (type, how) => {
  const spec: RunSpec = {
    ...xorRecipe,
    optimizer: optimizerDefaults[type],
    schedule: how === 'plain' ? { type: 'constant' } : { type: 'cosine', steps: 9, least: 0.1 },
    regularization:
      how === 'plain' ? noRegularization : { maxNorm: 0.01, l1: 0.01, l2: 0.02, weightDecay: 0.1 },
  };
  for (const layer of [0, 2]) expectAllEqual(await formulasOf(spec, layer, true));
});

const endings: readonly (readonly [Activation, Activation, Loss, number])[] = [
  ['tanh', 'sigmoid', 'meanSquaredError', 1],
  ['sigmoid', 'linear', 'huber', 1],
  ['elu', 'sigmoid', 'binaryCrossEntropy', 1],
  ['sine', 'tanh', 'meanSquaredError', 1],
  ['leakyRelu', 'relu', 'meanSquaredError', 1],
];

test.each(endings)(
  'forward and backward of %s, %s, %s: both sides agree within 1e-4',
  async (hidden, last, loss, units) => {
    const network = {
      inputs: 2,
      layers: denseLayers([
        { units: 6, activation: hidden },
        { units, activation: last },
      ]),
    };
    for (const layer of [0, 2])
      for (const batch of [true, false])
        expectAllEqual(await formulasOf({ ...xorRecipe, loss, network }, layer, batch));
  },
);

test('a formula breaks before each + and each = but its first, and not within brackets', async () => {
  const [, numbers] = await formulasOf(xorRecipe, 0, false);
  expect(piecesOf(numbers).map(expressionText)).toEqual([
    expect.stringMatching(/^z = \S+ · 1$/),
    expect.stringMatching(/^\+ \S+ · 0$/),
    expect.stringMatching(/^\+ \S+$/),
    expect.stringMatching(/^= \S+$/),
  ]);
});
