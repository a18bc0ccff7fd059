/** `npm run train -- digits|xor …`: the page's Trainer from a terminal. */
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { digitsRecipe, maxBatch, originalXorRecipe, xorRecipe } from '../training/recipes';
import type { RunSpec, TrainUntil } from '../training/trainer';
import { createNodeTrainer } from './trainer';

const recipes: Record<string, { spec: RunSpec; until: TrainUntil }> = {
  xor: { spec: xorRecipe, until: { epochs: 1000 } },
  'xor-original': { spec: originalXorRecipe, until: { epochs: 100 } },
  digits: { spec: digitsRecipe, until: { epochs: 10 } },
};

const usage = `npm run train -- ${Object.keys(recipes).join('|')} [options]

  --seed N      weights and order of the samples; default: the recipe's
  --epochs N    passes over the data; default 10 for digits, 1000 for xor, 100 for xor-original
  --rate X      learning rate; default: the recipe's
  --batch N     samples a step; default: the recipe's
  --out FILE    writes the weights as .npz
  --json        prints one line of JSON: loss, testAccuracy, steps, seconds, …`;

/** Throws an Error with one sentence for whoever typed the command. */
export async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArguments(args);
  if (values.help) {
    console.log(usage);
    return;
  }
  const recipe = recipes[positionals[0] ?? ''];
  if (!recipe || positionals.length > 1)
    throw new Error(`Say what to train: one of ${Object.keys(recipes).join(', ')}.\n\n${usage}`);

  const { spec: base } = recipe;
  const spec: RunSpec = {
    ...base,
    seed: wholeNumber('seed', values.seed, 0, 2 ** 32 - 1) ?? base.seed,
    batchSize: wholeNumber('batch', values.batch, 1, maxBatch) ?? base.batchSize,
    optimizer: { ...base.optimizer, rate: positiveNumber('rate', values.rate) ?? base.optimizer.rate },
  };
  const until = { epochs: wholeNumber('epochs', values.epochs, 1, 1_000_000) ?? recipe.until.epochs };
  if (values.out) checkOut(values.out);

  const say = (text: string) => {
    if (!values.json) console.log(text);
  };
  const trainer = createNodeTrainer({
    progress({ epoch, trainLoss, test, samplesPerSecond }) {
      if (spec.data.type === 'digits' && test)
        say(
          `epoch ${epoch.toFixed(2)}  loss ${trainLoss.toFixed(4)}  test ${(100 * test.accuracy).toFixed(2)} %  ${Math.round(samplesPerSecond).toLocaleString('en')} samples/s`,
        );
    },
  });
  const info = await trainer.open(spec);
  say(`${info.parameters.toLocaleString('en')} parameters, ${info.kernels} kernels, seed ${spec.seed}`);

  const started = performance.now();
  const end = await trainer.train(until);
  const seconds = (performance.now() - started) / 1000;
  if (end.reason === 'diverged')
    throw new Error(
      `The loss stopped being a number at step ${end.step}. Try a lower --rate than ${spec.optimizer.rate}.`,
    );

  const test = await trainer.evaluate();
  if (values.out) {
    const tuned = [
      values.rate && ` --rate ${spec.optimizer.rate}`,
      values.batch && ` --batch ${spec.batchSize}`,
    ];
    const command = `npm run train -- ${positionals[0]} --seed ${spec.seed} --epochs ${until.epochs}${tuned.join('')}`;
    writeFileSync(values.out, (await trainer.exportWeights(command)).bytes);
  }
  const result = {
    problem: positionals[0],
    seed: spec.seed,
    epochs: until.epochs,
    steps: end.step,
    loss: test.loss,
    testAccuracy: test.accuracy,
    testRows: test.rows,
    parameters: info.parameters,
    kernels: info.kernels,
    seconds: Number(seconds.toFixed(3)),
    out: values.out ?? null,
  };
  if (values.json) console.log(JSON.stringify(result));
  else {
    say(
      `${end.step} steps in ${seconds.toFixed(1)} s: test loss ${test.loss.toFixed(4)}, test accuracy ${(100 * test.accuracy).toFixed(2)} % of ${test.rows.toLocaleString('en')}`,
    );
    if (values.out) say(`Weights are in ${values.out}.`);
  }
  trainer.close();
}

function parseArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        epochs: { type: 'string' },
        rate: { type: 'string' },
        batch: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

/** Before the training, not after it. */
function checkOut(file: string): void {
  const existing = statSync(file, { throwIfNoEntry: false });
  if (existing?.isDirectory()) throw new Error(`--out: ${file} is a folder; name a file in it.`);
  const written = existing ? file : dirname(resolve(file));
  try {
    accessSync(written, constants.W_OK);
  } catch {
    throw new Error(`--out: ${written} is not there or can't be written to.`);
  }
}

function wholeNumber(name: string, text: string | undefined, from: number, to: number): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isInteger(value) || value < from || value > to)
    throw new Error(`--${name} takes a whole number from ${from} to ${to}; "${text}" is none.`);
  return value;
}

function positiveNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new Error(`--${name} takes a number above 0; "${text}" is none.`);
  return value;
}
