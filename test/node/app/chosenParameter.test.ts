import { describe, expect, test } from 'vitest';
import { blocksOf } from '../../../src/app/blocks';
import {
  type ChoosableNetwork,
  type ChosenParameter,
  chosenByKey,
  fitted,
  parameterName,
  placeOf,
} from '../../../src/app/space2d/chosenParameter';
import { createNetwork } from '../../../src/engine/network';
import { referenceKernels } from '../../../src/kernels/reference';
import { parameterIndex } from '../../../src/training/parameters';
import { denseLayers } from '../../../src/training/recipes';
import type { NetworkSpec } from '../../../src/training/trainer';

/** 2-3-2, whose output has no biases. */
const spec: NetworkSpec = {
  inputs: 2,
  layers: denseLayers([
    { units: 3, activation: 'tanh' },
    { units: 2, activation: 'softmax', bias: false },
  ]),
};
const network: ChoosableNetwork = { blocks: blocksOf(spec), counts: [2, 3, 2], inputs: ['a', 'b'] };

function walk(from: ChosenParameter, key: string, times: number): ChosenParameter[] {
  const found = [from];
  for (let i = 0; i < times; i++) found.push(chosenByKey(network, found[i], key) ?? from);
  return found;
}

describe('one weight or bias', () => {
  test('has a name that says where it leads and where it comes from', () => {
    expect(parameterName(network, { layer: 0, unit: 2, from: 0 })).toBe('w of hidden 1, neuron 3 ← a');
    expect(parameterName(network, { layer: 0, unit: 1, from: null })).toBe('bias of hidden 1, neuron 2');
    expect(parameterName(network, { layer: 1, unit: 1, from: 2 })).toBe('w of output 2 ← hidden 1, neuron 3');
  });

  test('is in the place where the engine has it: every one another, and all of them', () => {
    const { tensors } = createNetwork(referenceKernels('float64'), spec, { random: 1, maxBatch: 1 });
    const all = [
      ...walk({ layer: 0, unit: 0, from: null }, 'ArrowDown', 8),
      ...walk({ layer: 1, unit: 0, from: 0 }, 'ArrowDown', 5),
    ];
    const places = all.map((chosen) => parameterIndex(tensors, placeOf(network, chosen)));
    expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, at) => at));
  });

  test('is found by keys: up ends at the first, down at the last, left and right change the layer', () => {
    const first = { layer: 0, unit: 0, from: null };
    expect(chosenByKey(network, first, 'ArrowUp')).toEqual(first);
    const last = { layer: 1, unit: 1, from: 2 };
    expect(chosenByKey(network, last, 'ArrowDown')).toEqual(last);
    // There is no bias to go to.
    expect(chosenByKey(network, first, 'ArrowRight')).toEqual({ layer: 1, unit: 0, from: 0 });
    expect(chosenByKey(network, last, 'ArrowLeft')).toEqual({ layer: 0, unit: 1, from: 1 });
    expect(chosenByKey(network, last, 'x')).toBeNull();
  });

  test('of a network that has become smaller is the nearest that there is', () => {
    expect(fitted(network, { layer: 3, unit: 7, from: 9 })).toEqual({ layer: 1, unit: 1, from: 2 });
    expect(fitted(network, { layer: 1, unit: 0, from: null })).toEqual({ layer: 1, unit: 0, from: 0 });
  });
});
