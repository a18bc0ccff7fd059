import { expect, test } from 'vitest';
import { haveOdds, logOddsOf, scoreGradient, scoreLayerOf, scoreOf } from '../../../src/engine/classScore';
import type { Activation, LayerSpec, NetworkSpec } from '../../../src/engine/spec';

const dense: LayerSpec = { type: 'dense', units: 4, bias: true, initializer: 'glorotUniform' };

function endingIn(last: Activation | null): NetworkSpec {
  return { inputs: 4, layers: [dense, ...(last ? [{ type: 'activation', activation: last } as const] : [])] };
}

const logits = [0.3, -1.2, 2.5, 0.9];

test.each([
  ['softmax', { layer: 0, are: 'logits' }],
  ['sigmoid', { layer: 0, are: 'logits' }],
  ['relu', { layer: 1, are: 'outputs' }],
  [null, { layer: 0, are: 'outputs' }],
] as const)('the scores of a network that ends in %s', (last, expected) => {
  expect(scoreLayerOf(endingIn(last))).toEqual(expected);
});

test('the score of a class is its own, or the difference to that of its rival, and its gradient says so', () => {
  expect(scoreOf(logits, { classIndex: 2, rival: null })).toBe(2.5);
  expect(scoreOf(logits, { classIndex: 2, rival: 1 })).toBe(3.7);
  expect(scoreGradient(4, { classIndex: 2, rival: null })).toEqual([0, 0, 1, 0]);
  expect(scoreGradient(4, { classIndex: 2, rival: 1 })).toEqual([0, -1, 1, 0]);
});

test('log-odds are those of the probabilities, within 1e-12', () => {
  const exponentials = logits.map(Math.exp);
  const sum = exponentials.reduce((a, b) => a + b);
  const p = exponentials.map((e) => e / sum);
  for (const classIndex of logits.keys()) {
    const alone = { classIndex, rival: null };
    const odds = p[classIndex] / (1 - p[classIndex]);
    expect(logOddsOf(endingIn('softmax'), logits, alone)).toBeCloseTo(Math.log(odds), 12);
    expect(logOddsOf(endingIn('sigmoid'), logits, alone)).toBe(logits[classIndex]);
  }
  const against = logOddsOf(endingIn('softmax'), logits, { classIndex: 0, rival: 3 });
  expect(against).toBeCloseTo(Math.log(p[0] / p[3]), 12);
});

test('log-odds stay numbers where a probability is rounded to 1 or 0, and exponentials to infinity', () => {
  const softmax = endingIn('softmax');
  expect(logOddsOf(softmax, [900, -900, 0, 0], { classIndex: 0, rival: null })).toBeCloseTo(
    900 - Math.log(2),
    9,
  );
  expect(logOddsOf(softmax, [900, -900, 0, 0], { classIndex: 1, rival: null })).toBe(-1800);
});

test('outputs that are no probabilities have no odds, nor have two sigmoids against each other', () => {
  const alone = { classIndex: 0, rival: null };
  const against = { classIndex: 0, rival: 1 };
  expect(haveOdds(endingIn('softmax'), alone)).toBe(true);
  expect(haveOdds(endingIn('softmax'), against)).toBe(true);
  expect(haveOdds(endingIn('sigmoid'), alone)).toBe(true);
  expect(haveOdds(endingIn('sigmoid'), against)).toBe(false);
  expect(haveOdds(endingIn('tanh'), alone)).toBe(false);
  expect(logOddsOf(endingIn('tanh'), logits, against)).toBe(1.5);
});
