/** Scratchnet as its own worker runs it: `createRun` on the WebAssembly kernels, batch gathered, loss and hits counted. */
import { digitRowsFromIdx } from '../../../src/datasets/digitRows';
import { mnistRows } from '../../../src/datasets/digits';
import { xorTable } from '../../../src/datasets/gate';
import { kernelBytes } from '../../../src/kernels/bytes';
import { openKernels } from '../../../src/kernels/wasm';
import { completeData, type RunData } from '../../../src/training/data';
import { denseLayers, digitsRecipe, xorRecipe } from '../../../src/training/recipes';
import { createRun, runFloats } from '../../../src/training/run';
import type { Activation, RunSpec } from '../../../src/training/trainer';
import { contest, type Scenario } from './contest';
import { fetchBytes } from './digits';

function specOf({ data, inputs, layers, batch, rate }: Scenario): RunSpec {
  const recipe = data === 'xor' ? xorRecipe : digitsRecipe;
  const dense = layers.map(({ units, activation }) => ({ units, activation: activation as Activation }));
  return {
    ...recipe,
    network: { inputs, layers: denseLayers(dense) },
    optimizer: { ...recipe.optimizer, rate },
    batchSize: batch,
  };
}

async function openTraining(data: Scenario['data']): Promise<RunData> {
  if (data === 'xor') return completeData(xorTable(), xorTable());
  const rows = digitRowsFromIdx(await fetchBytes('train-images'), await fetchBytes('train-labels'));
  return completeData(rows, rows, mnistRows.shard);
}

contest(async (scenario) => {
  const spec = specOf(scenario);
  const data = await openTraining(scenario.data);
  const start = () => createRun(spec, openKernels(kernelBytes, runFloats(spec)), data);
  const run = start();
  if (run.info.kernels !== 'wasm') throw new Error('This browser has no WebAssembly SIMD.');

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
