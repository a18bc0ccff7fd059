/** Trainers and data for tests: small, complete, and with time in the test's hand. */
import { type Dataset, requireRows } from '../../src/datasets/dataset';
import { createRandom } from '../../src/engine/random';
import { kernelBuilds } from '../../src/kernels/bytes';
import { openKernels } from '../../src/kernels/openKernels';
import { referenceKernels } from '../../src/kernels/reference';
import { createNodeScheduler } from '../../src/node/scheduler';
import type { OpenDigits } from '../../src/training/data';
import { createLocalTrainer } from '../../src/training/localTrainer';
import { adam, denseLayers, noRegularization } from '../../src/training/recipes';
import type { Scheduler } from '../../src/training/slices';
import type { RunSpec, Trainer, TrainerListener } from '../../src/training/trainer';

export type TrainerSetup = {
  readonly listener?: TrainerListener;
  readonly scheduler?: Scheduler;
  readonly openDigits?: OpenDigits;
  readonly kernels?: 'wasm' | 'reference';
};

const noDigits: OpenDigits = () => Promise.reject(new Error('This test has no digits.'));

export function createTestTrainer(setup: TrainerSetup = {}): Trainer {
  const builds = setup.kernels === 'reference' ? null : kernelBuilds;
  return createLocalTrainer({
    createKernels: (floats, arithmetic) => openKernels(builds, floats, arithmetic),
    createExactKernels: () => referenceKernels('float64'),
    scheduler: setup.scheduler ?? createNodeScheduler(),
    openDigits: setup.openDigits ?? noDigits,
    listener: setup.listener ?? {},
  });
}

/** Ten classes, each lighting up its own part of the 784 inputs, with noise: quick to learn, shaped like MNIST. */
export class StripeDigits implements Dataset {
  readonly inputs = 784;
  readonly outputs = 10;
  readonly rows: number;
  ready: number;
  readonly #noise: Float32Array;

  constructor(rows: number, ready = rows) {
    this.rows = rows;
    this.ready = ready;
    const random = createRandom(99);
    this.#noise = Float32Array.from({ length: rows * 8 }, () => random.uniform());
  }

  writeBatch(
    x: Float32Array | Float64Array,
    target: Float32Array | Float64Array,
    order: Uint32Array,
    from: number,
    count: number,
  ): void {
    requireRows(this, order, from, count);
    x.fill(0, 0, count * 784);
    target.fill(0, 0, count * 10);
    for (let b = 0; b < count; b++) {
      const row = order[from + b];
      const label = row % 10;
      for (let i = 0; i < 8; i++) x[b * 784 + label * 78 + i * 9] = this.#noise[row * 8 + i];
      target[b * 10 + label] = 1;
    }
  }
}

/** The default digits network, smaller. */
export const smallDigitsSpec: RunSpec = {
  data: { type: 'digits' },
  network: {
    inputs: 784,
    layers: denseLayers([
      { units: 16, activation: 'relu' },
      { units: 10, activation: 'softmax' },
    ]),
  },
  loss: 'crossEntropy',
  optimizer: adam(0.01),
  schedule: { type: 'constant' },
  regularization: noRegularization,
  arithmetic: 'strict',
  batchSize: 32,
  seed: 5,
};

/** All bits of some numbers, for comparing exactly, the sign of zero and NaN included. */
export function bits(values: Float32Array): number[] {
  return Array.from(new Uint32Array(values.slice().buffer));
}
