/** What the picture's buttons ask for, held against a trainer. */
import { expect, test } from 'vitest';
import {
  withLayerOnTop,
  withNeuronAdded,
  withNeuronRemoved,
  withoutLayer,
} from '../../../src/app/space2d/networkEdit';
import { denseLayers, xorRecipe } from '../../../src/training/recipes';
import type { NamedTensor, NetworkSpec, RunSpec } from '../../../src/training/trainer';
import { createTestTrainer } from '../../support/trainers';

const spec: RunSpec = {
  ...xorRecipe,
  network: {
    inputs: 2,
    layers: denseLayers([
      { units: 3, activation: 'tanh' },
      { units: 2, activation: 'relu' },
      { units: 1, activation: 'sigmoid' },
    ]),
  },
};
const valueAt = ({ values, shape }: NamedTensor, input: number, unit: number) =>
  values[input * shape[1] + unit];
const units = ({ layers }: NetworkSpec) =>
  layers.flatMap((layer) => (layer.type === 'dense' ? [layer.units] : []));

test.each([
  ['a neuron more', withNeuronAdded(spec, 0), [4, 2, 1], 6],
  ['a neuron less', withNeuronRemoved(spec, 0, 1), [2, 2, 1], 4],
  ['a layer more', withLayerOnTop(spec), [3, 2, 4, 1], 6],
  ['a layer less', withoutLayer(spec, 0), [2, 1], null],
])(
  '%s: the trainer takes it, and keeps the first layer’s weights that are left',
  async (_, edit, widths, kept) => {
    expect(units(edit.network)).toEqual(widths);
    const trainer = createTestTrainer();
    await trainer.open(spec);
    const before = (await trainer.weights())[0];
    await trainer.changeNetwork(edit.network, edit.origins);
    const after = (await trainer.weights())[0];
    const stayed = [0, 1].flatMap((input) =>
      (edit.origins[0]?.units ?? []).flatMap((was, unit) =>
        was === null ? [] : [[valueAt(after, input, unit), valueAt(before, input, was)]],
      ),
    );
    // Of a layer that is gone the next one's inputs are others.
    if (kept !== null) expect(stayed.length).toBe(kept);
    for (const [now, then] of stayed.slice(0, kept ?? 0)) expect(now).toBe(then);
  },
);
