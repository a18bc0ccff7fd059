import { expect, test } from 'vitest';
import { completeData } from '../../../src/training/data';
import type { LayerSpec, RunSpec } from '../../../src/training/trainer';
import { bits, createTestTrainer, StripeDigits, smallDigitsSpec } from '../../support/trainers';

/** The first with the mean and the deviation of these digits. */
const scalings: readonly LayerSpec[] = [
  { type: 'standardize', mean: 0.005, deviation: 0.058 },
  { type: 'unitLength' },
];

const createTrainer = () =>
  createTestTrainer({
    openDigits: async () => completeData(new StripeDigits(600), new StripeDigits(100), 200),
  });

test.each(scalings)(
  'digits behind %o: the loss falls, and a file brings the same answers',
  async (scaling) => {
    const { network } = smallDigitsSpec;
    const spec: RunSpec = {
      ...smallDigitsSpec,
      network: { ...network, layers: [scaling, ...network.layers] },
    };
    const trainer = createTrainer();
    await trainer.open(spec);
    const before = await trainer.evaluate();
    await trainer.train({ steps: 40 });
    const after = await trainer.evaluate();
    expect(after.loss).toBeLessThan(before.loss / 2);
    expect(after.accuracy).toBeGreaterThan(0.9);

    const other = createTrainer();
    const { bytes } = await trainer.exportWeights('a test', 'npz');
    const { run } = await other.importWeights(bytes, 'digits');
    expect(run.spec.network).toEqual(spec.network);
    const inputs = Float32Array.from({ length: 3 * 784 }, (_, i) => ((i * 37) % 11) / 10);
    const { outputs } = await trainer.predict(inputs);
    expect(bits((await other.predict(inputs)).outputs)).toEqual(bits(outputs));
  },
);
