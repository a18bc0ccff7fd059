/** Scratchnet as its own worker runs it: `createRun` on the WebAssembly kernels, batch gathered, loss and hits counted. */
import { usualAugmentation } from '../../../src/datasets/augment';
import { digitRowsFromIdx } from '../../../src/datasets/digitRows';
import { xorTable } from '../../../src/datasets/gate';
import { mnistRows } from '../../../src/datasets/mnistRows';
import { kernelBuilds } from '../../../src/kernels/bytes';
import { openKernels } from '../../../src/kernels/openKernels';
import { completeData, type RunData } from '../../../src/training/data';
import { denseLayers, digitsRecipe, initializerFor, xorRecipe } from '../../../src/training/recipes';
import { createRun, runFloats } from '../../../src/training/run';
import type { Activation, LayerSpec, NetworkSpec, RunSpec } from '../../../src/training/trainer';
import { contest, type Scenario } from './contest';
import { fetchBytes } from './digits';

function networkOf({ inputs, convolutions, layers }: Scenario): NetworkSpec {
  const dense = denseLayers(
    layers.map(({ units, activation }) => ({ units, activation: activation as Activation })),
  );
  if (!convolutions) return { inputs, layers: dense };
  const images = convolutions.flatMap(({ channels, kernel, activation: name, pool }): LayerSpec[] => {
    const activation = name as Activation;
    const initializer = initializerFor(activation);
    return [
      { type: 'conv2d', channels, kernel, stride: 1, padding: 0, bias: true, initializer },
      { type: 'activation', activation },
      { type: 'maxPool2d', size: pool, stride: pool },
    ];
  });
  return { inputs, inputShape: [28, 28, 1], layers: [...images, { type: 'flatten' }, ...dense] };
}

function specOf(scenario: Scenario): RunSpec {
  const { data, batch, rate } = scenario;
  const recipe = data === 'xor' ? xorRecipe : digitsRecipe;
  return {
    ...recipe,
    ...(scenario.augmented ? { data: { type: 'digits', augmentation: usualAugmentation } } : {}),
    network: networkOf(scenario),
    optimizer: { ...recipe.optimizer, rate },
    batchSize: batch,
  };
}

async function openTraining(data: Scenario['data']): Promise<RunData> {
  if (data === 'xor') return completeData(xorTable(), xorTable());
  const rows = digitRowsFromIdx(await fetchBytes('train-images'), await fetchBytes('train-labels'));
  return completeData(rows, rows, mnistRows.shard);
}

/** `backend` strict: the build that gives the same bits everywhere; else the one that the page starts with. */
contest(async (scenario, backend) => {
  const arithmetic = backend === 'strict' ? 'strict' : 'fused';
  const spec: RunSpec = { ...specOf(scenario), arithmetic };
  const data = await openTraining(scenario.data);
  const start = () => createRun(spec, openKernels(kernelBuilds, runFloats(spec), arithmetic), data);
  const run = start();
  const wanted = arithmetic === 'strict' ? 'wasm' : 'wasm-relaxed';
  if (run.info.kernels !== wanted) throw new Error(`This browser has no ${wanted}, but ${run.info.kernels}.`);

  function train(steps: number, of = run): void {
    for (let step = 0; step < steps; step++) {
      const { loss } = of.trainBatch();
      if (!Number.isFinite(loss)) throw new Error(`The loss is ${loss} at step ${of.step}.`);
    }
  }

  return {
    // XOR's row counts steps, the others samples.
    step: () => {
      const { loss, samples } = run.trainBatch();
      if (!Number.isFinite(loss)) throw new Error(`The loss is ${loss} at step ${run.step}.`);
      return scenario.data === 'xor' ? 1 : samples;
    },
    ask: {
      train: (steps) => train(steps),
      /**
       * Trains up to epoch `epochs`. Then works in turns: some steps of that epoch, and as many of the
       * first epoch of a run that is the same to the bit. So what else the machine does slows both.
       */
      denormals(epochs) {
        const stepsAnEpoch = Math.ceil(data.train.rows / spec.batchSize);
        const first = start();
        train((epochs - 1) * stepsAnEpoch - run.step);
        const chunk = 20;
        const [late, early]: number[][] = [[], []];
        for (let done = 0; done + chunk <= stepsAnEpoch; done += chunk)
          for (const [times, of] of [[early, first] as const, [late, run] as const]) {
            const started = performance.now();
            train(chunk, of);
            times.push((performance.now() - started) / chunk);
          }
        return { early, late };
      },
    },
  };
});
