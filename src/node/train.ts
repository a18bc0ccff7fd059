/** `npm run train -- digits|xor …`: the page's Trainer from a terminal. */
import process from 'node:process';
import { outlineFile } from '../training/convertFile';
import type { Progress, RunInfo, Trainer } from '../training/trainer';
import {
  areSame,
  checkWritable,
  formatToHalve,
  formatToResume,
  formatToWrite,
  readWhole,
  speakingOf,
  writeWhole,
} from './files';
import { checkProblem } from './openFile';
import { createNodeTrainer } from './trainer';
import { readTrainOptions, type TrainOptions, usage } from './trainOptions';

/** Throws an Error with one sentence for whoever typed the command. */
export async function main(args: string[]): Promise<void> {
  const options = readTrainOptions(args);
  if (!options) {
    console.log(usage);
    return;
  }
  const outputs = checkOutputs(options);

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
  // A network that a format can't hold is refused now, not after the training.
  for (const { option, bytes } of outputs) await speakingOf(option, () => bytes(trainer));
  say(
    `${info.parameters.toLocaleString('en')} parameters, ${info.kernels} kernels, seed ${info.spec.seed}, ${info.spec.optimizer.type}`,
  );

  const stop = () => void trainer.stop();
  // As often as it comes, to the end, so that the files are written: npm hands on the signal that the terminal has sent already.
  process.on('SIGINT', stop);
  const started = performance.now();
  const end = await trainer.train(options.until);
  const seconds = (performance.now() - started) / 1000;
  if (end.reason === 'diverged')
    throw new Error(
      `${end.divergence.text} Try a lower --rate than ${options.tuning.rate ?? info.spec.optimizer.rate}.`,
    );

  const test = await trainer.evaluate();
  for (const { option, file, bytes } of outputs) writeWhole(option, file, await bytes(trainer));
  if (options.json) {
    const result = {
      problem: options.name,
      seed: info.spec.seed,
      epochs,
      steps: end.step,
      ended: end.reason === 'completed' ? end.reached : end.reason,
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
  { spec, resume, until, tuning, name }: TrainOptions,
  say: (text: string) => void,
): Promise<{ info: RunInfo; epoch: number }> {
  if (resume === null) return { info: await trainer.open(spec), epoch: 0 };
  const bytes = readWhole('--resume', resume);
  const { run, card, step, epoch } = await speakingOf(`--resume: ${resume}`, () => {
    const outline = outlineFile(bytes);
    checkProblem(outline, spec.data.type);
    if (!outline.holdsRun)
      throw new Error(
        'the file holds weights, but not the state of a run that could go on from there; name one that --checkpoint wrote.',
      );
    return trainer.importCheckpoint(bytes, spec.data.type);
  });
  if (epoch >= until.epochs)
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

function progressLine({ epoch, trainLoss, test, rate, samplesPerSecond }: Progress): string {
  const accuracy = test ? `test ${(100 * test.accuracy).toFixed(2)} %` : '';
  const speed = `${Math.round(samplesPerSecond).toLocaleString('en')} samples/s`;
  return `epoch ${epoch.toFixed(2)}  loss ${trainLoss.toFixed(4)}  ${accuracy}  rate ${rate.toPrecision(3)}  ${speed}`;
}

/** A file to be written, and what will be in it. */
type Output = {
  readonly option: string;
  readonly file: string;
  readonly bytes: (trainer: Trainer) => Promise<Uint8Array>;
};

/** Before the training, not after it. Throws an Error of one sentence. */
function checkOutputs({ out, half, checkpoint, command }: TrainOptions): Output[] {
  const outputs: Output[] = [];
  if (out) {
    const { name } = half ? formatToHalve('--out', out) : formatToWrite('--out', out);
    const numbers = half ? 'float16' : 'float32';
    const bytes = async (trainer: Trainer) => (await trainer.exportWeights(command, name, numbers)).bytes;
    outputs.push({ option: '--out', file: out, bytes });
  }
  if (checkpoint) {
    const { name } = formatToResume('--checkpoint', checkpoint);
    const bytes = async (trainer: Trainer) => (await trainer.exportCheckpoint(command, name)).bytes;
    outputs.push({ option: '--checkpoint', file: checkpoint, bytes });
  }
  for (const { option, file } of outputs) checkWritable(option, file);
  if (out && checkpoint && areSame(out, checkpoint))
    throw new Error('--out and --checkpoint name the same file; a checkpoint holds the weights too.');
  return outputs;
}
