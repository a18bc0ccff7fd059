/** `npm run train -- digits|xor …`: the page's Trainer from a terminal. */
import { accessSync, constants, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import type { Progress, RunInfo, Trainer } from '../training/trainer';
import { createNodeTrainer } from './trainer';
import { readTrainOptions, type TrainOptions, usage } from './trainOptions';

/** Throws an Error with one sentence for whoever typed the command. */
export async function main(args: string[]): Promise<void> {
  const options = readTrainOptions(args);
  if (!options) {
    console.log(usage);
    return;
  }
  checkFiles(options);

  const say = (text: string) => {
    if (!options.json) console.log(text);
  };
  let epochs = 0;
  const trainer = createNodeTrainer({
    progress(progress) {
      epochs = progress.epoch;
      if (options.spec.data.type === 'digits' && progress.test) say(progressLine(progress));
    },
  });
  const { info, epoch } = await openRun(trainer, options, say);
  epochs = epoch;
  say(
    `${info.parameters.toLocaleString('en')} parameters, ${info.kernels} kernels, seed ${info.spec.seed}, ${info.spec.optimizer.type}`,
  );

  const stop = () => void trainer.stop();
  process.once('SIGINT', stop);
  const started = performance.now();
  const end = await trainer.train({ epochs: options.epochs });
  const seconds = (performance.now() - started) / 1000;
  process.off('SIGINT', stop);
  if (end.reason === 'diverged')
    throw new Error(
      `The loss stopped being a number at step ${end.step}. Try a lower --rate than ${options.tuning.rate ?? info.spec.optimizer.rate}.`,
    );

  const test = await trainer.evaluate();
  if (options.out) writeFileSync(options.out, (await trainer.exportWeights(options.command, 'npz')).bytes);
  if (options.checkpoint)
    writeFileSync(options.checkpoint, (await trainer.exportCheckpoint(options.command, 'npz')).bytes);
  if (options.json) {
    const result = {
      problem: options.name,
      seed: info.spec.seed,
      epochs,
      steps: end.step,
      loss: test.loss,
      testAccuracy: test.accuracy,
      testRows: test.rows,
      parameters: info.parameters,
      kernels: info.kernels,
      seconds: Number(seconds.toFixed(3)),
      out: options.out,
      checkpoint: options.checkpoint,
    };
    console.log(JSON.stringify(result));
  }
  say(
    `${end.step} steps, ${seconds.toFixed(1)} s: test loss ${test.loss.toFixed(4)}, test accuracy ${(100 * test.accuracy).toFixed(2)} % of ${test.rows.toLocaleString('en')}`,
  );
  if (options.out) say(`Weights are in ${options.out}.`);
  if (options.checkpoint) say(`To go on: npm run train -- ${options.name} --resume ${options.checkpoint}`);
  trainer.close();
}

/** A fresh run, or the one of `--resume` where it was. */
async function openRun(
  trainer: Trainer,
  { spec, resume, epochs, tuning, name }: TrainOptions,
  say: (text: string) => void,
): Promise<{ info: RunInfo; epoch: number }> {
  if (resume === null) return { info: await trainer.open(spec), epoch: 0 };
  const checkpoint = readResumed(resume);
  const { run, card, step, epoch } = await trainer.importCheckpoint(checkpoint, spec.data.type);
  if (epoch >= epochs)
    throw new Error(
      `--resume: ${resume} has done ${Number(epoch.toFixed(2))} epochs already; say how many it should be with --epochs.`,
    );
  if (card.kernels !== run.kernels)
    say(
      `The checkpoint is from ${card.kernels} kernels, this goes on with ${run.kernels}: the last bits will differ.`,
    );
  await trainer.tune(tuning);
  say(`${name} goes on at step ${step}, epoch ${epoch.toFixed(2)}`);
  return { info: run, epoch };
}

function readResumed(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new Error(`--resume: ${file} can't be read: ${error instanceof Error ? error.message : error}`);
  }
}

function progressLine({ epoch, trainLoss, test, rate, samplesPerSecond }: Progress): string {
  const accuracy = test ? `test ${(100 * test.accuracy).toFixed(2)} %` : '';
  const speed = `${Math.round(samplesPerSecond).toLocaleString('en')} samples/s`;
  return `epoch ${epoch.toFixed(2)}  loss ${trainLoss.toFixed(4)}  ${accuracy}  rate ${rate.toPrecision(3)}  ${speed}`;
}

/** Before the training, not after it. */
function checkFiles({ out, checkpoint }: TrainOptions): void {
  if (out) checkWritable('out', out);
  if (checkpoint) checkWritable('checkpoint', checkpoint);
  if (out && checkpoint && resolve(out) === resolve(checkpoint))
    throw new Error('--out and --checkpoint name the same file; a checkpoint holds the weights too.');
}

function checkWritable(option: string, file: string): void {
  const existing = statSync(file, { throwIfNoEntry: false });
  if (existing?.isDirectory()) throw new Error(`--${option}: ${file} is a folder; name a file in it.`);
  const written = existing ? file : dirname(resolve(file));
  try {
    accessSync(written, constants.W_OK);
  } catch {
    throw new Error(`--${option}: ${written} is not there or can't be written to.`);
  }
}
