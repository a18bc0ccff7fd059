/** What may be typed behind `npm run train --`, read into a run. Every error is one sentence for whoever typed it. */
import { basename } from 'node:path';
import { augmentationKinds, augmentationLimits, usualAugmentation } from '../datasets/augment';
import { mixtureLimits, usualMixture } from '../datasets/mixture';
import { trainRows } from '../training/data';
import { type FileFormatInfo, fileFormats } from '../training/fileFormats';
import {
  batchLimit,
  convDigitsRecipe,
  convPadRecipe,
  digitsRecipe,
  maxBatch,
  oneCycle,
  optimizerDefaults,
  originalXorRecipe,
  padEpochs,
  padRecipe,
  usualOptimizer,
  xorRecipe,
} from '../training/recipes';
import { shapesRecipe, usualShapes } from '../training/shapesRecipes';
import type {
  DataSpec,
  OptimizerSpec,
  PlainSchedule,
  RunSpec,
  ScheduleSpec,
  TrainUntil,
} from '../training/trainer';
import { choice, decimal, listed, parseOptions, typed, wholeNumber } from './options';

const recipes: Record<string, { spec: RunSpec; epochs: number }> = {
  xor: { spec: xorRecipe, epochs: 1000 },
  'xor-original': { spec: originalXorRecipe, epochs: 100 },
  spirals: { spec: shapesRecipe(usualShapes('spirals')), epochs: 100 },
  digits: { spec: digitsRecipe, epochs: 10 },
  'digits-conv': { spec: convDigitsRecipe, epochs: 5 },
  'digits-pad': { spec: padRecipe, epochs: padEpochs.dense },
  'digits-conv-pad': { spec: convPadRecipe, epochs: padEpochs.convolutional },
};

/** Over all steps of a run, with the numbers that are usual; a recipe's own schedule too is stretched over them. */
const schedules: Record<string, (steps: number) => PlainSchedule> = {
  constant: () => ({ type: 'constant' }),
  step: (steps) => ({ type: 'step', every: Math.ceil(steps / 3), factor: 0.1 }),
  cosine: (steps) => ({ type: 'cosine', steps, least: 0 }),
  'one-cycle': oneCycle,
};

const endings = (formats: readonly FileFormatInfo[]) => formats.map(({ ending }) => ending).join(', ');

export const usage = `npm run train -- ${Object.keys(recipes).join('|')} [options]

  --seed N           weights and order of the samples; default: the recipe's
  --epochs N         passes over the data since the start of the run, also before --resume;
                     default ${Object.entries(recipes)
                       .map(([name, { epochs }]) => `${epochs} for ${name}`)
                       .join(', ')}
  --batch N          samples a step; default: the recipe's
  --optimizer NAME   one of ${listed(optimizerDefaults)}; with the rate that it usually learns this with, and
                     rprop with the largest batch, unless --rate and --batch are given
  --rate X           learning rate; default: the recipe's
  --schedule NAME    how the rate goes over all epochs: one of ${listed(schedules)}; default: the recipe's
  --warm-up STEPS    steps in which the rate goes up first
  --augment WHAT     bends each digit anew whenever it is trained: usual, off, or strengths such as
                     shift=2,rotate=15; of ${augmentationKinds.map((kind) => `${kind} (to ${augmentationLimits[kind]})`).join(', ')}
  --mixture WHAT     mixes other images into the digits, anew in each batch: usual, off, or shares of all rows such as
                     drawn=0.1,none=0.1; of drawn (digits in the ways of all countries) and none (what is no digit)
  --clip X           largest norm of all gradients together
  --l1 X, --l2 X     penalties on the size of the weights
  --weight-decay X   share of itself, times the rate, that a weight loses in a step
  --fused            rounds multiplications and additions together where this Node can: faster, but the last bits
                     depend on the machine; without it they are the same everywhere
  --out FILE         writes the weights; the ending says the format:
                     ${endings(fileFormats)}
  --half             writes the weights of --out rounded to 16 bits a number, half as long, measured so:
                     as ${endings(fileFormats.filter(({ holdsHalves }) => holdsHalves))}
  --checkpoint FILE  writes the weights with all that --resume needs, as
                     ${endings(fileFormats.filter(({ holdsRun }) => holdsRun))}
  --until-accuracy X, --until-loss X, --plateau N, --seconds X
                     ends before all epochs are done: at a test accuracy from 0 to 1, at a test loss, after N
                     measurements in a row without a lower test loss, after so many seconds
  --resume FILE      goes on from a checkpoint of any format, with the same bits as without the break;
                     takes no other options than those that end it, --rate, --batch and those that write
  --json             prints one line of JSON: loss, testAccuracy, steps, seconds, …

Ctrl-C ends the training; what --out and --checkpoint name is written all the same.`;

const options = {
  seed: { type: 'string' },
  epochs: { type: 'string' },
  rate: { type: 'string' },
  batch: { type: 'string' },
  optimizer: { type: 'string' },
  schedule: { type: 'string' },
  'warm-up': { type: 'string' },
  augment: { type: 'string' },
  mixture: { type: 'string' },
  clip: { type: 'string' },
  l1: { type: 'string' },
  l2: { type: 'string' },
  'weight-decay': { type: 'string' },
  fused: { type: 'boolean' },
  'until-accuracy': { type: 'string' },
  'until-loss': { type: 'string' },
  plateau: { type: 'string' },
  seconds: { type: 'string' },
  resume: { type: 'string' },
  out: { type: 'string' },
  half: { type: 'boolean' },
  checkpoint: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

export type TrainOptions = {
  /** The recipe's. */
  readonly name: string;
  /** Of a run that starts anew. */
  readonly spec: RunSpec;
  /** What was asked for, to be set in a run that goes on. */
  readonly tuning: { readonly rate?: number; readonly batchSize?: number };
  readonly until: TrainUntil & { readonly epochs: number };
  readonly out: string | null;
  readonly half: boolean;
  readonly checkpoint: string | null;
  readonly resume: string | null;
  readonly json: boolean;
  /** The command that repeats the run. */
  readonly command: string;
};

/** Null: only the usage was asked for. Throws an Error. */
export function readTrainOptions(args: string[]): TrainOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const name = positionals[0] ?? '';
  if (!Object.hasOwn(recipes, name) || positionals.length > 1)
    throw new Error(`Say what to train: one of ${listed(recipes)}.\n\n${usage}`);
  if (values.resume) checkResumable(values);
  if (values.half && values.out === undefined)
    throw new Error('--half is about the file of --out; name one, or leave it away.');

  const { spec: base, epochs: usual } = recipes[name];
  const epochs = wholeNumber('epochs', values.epochs, 1, 1_000_000) ?? usual;
  const batchSize = wholeNumber('batch', values.batch, 1, maxBatch);
  const rate = decimal('rate', values.rate, { above: 0 });
  const { optimizer, regularization } = readMethod(values, base, rate);
  const size = batchSize ?? (optimizer.type === 'rprop' ? batchLimit(base.data) : base.batchSize);
  const spec: RunSpec = {
    ...base,
    data: readData(values, base.data),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 32 - 1) ?? base.seed,
    batchSize: size,
    optimizer,
    schedule: readSchedule(values, base, optimizer, epochs * Math.ceil(trainRows(base.data) / size)),
    regularization,
    arithmetic: values.fused ? 'fused' : 'strict',
  };
  return {
    name,
    spec,
    tuning: { ...(rate === undefined ? {} : { rate }), ...(batchSize === undefined ? {} : { batchSize }) },
    until: { epochs, ...readUntil(values) },
    out: values.out ?? null,
    half: values.half ?? false,
    checkpoint: values.checkpoint ?? null,
    resume: values.resume ?? null,
    json: values.json ?? false,
    command: commandOf(name, values, spec.seed, epochs),
  };
}

/** Ends besides the epochs. */
function readUntil(values: Values): TrainUntil {
  const testAccuracy = decimal('until-accuracy', values['until-accuracy'], { above: 0 });
  if (testAccuracy !== undefined && testAccuracy > 1)
    throw new Error(`--until-accuracy takes a share from 0 to 1; ${testAccuracy} is none.`);
  const testLoss = decimal('until-loss', values['until-loss'], { above: 0 });
  const plateau = wholeNumber('plateau', values.plateau, 1, 1_000_000);
  const seconds = decimal('seconds', values.seconds, { above: 0 });
  return {
    ...(testAccuracy === undefined ? {} : { testAccuracy }),
    ...(testLoss === undefined ? {} : { testLoss }),
    ...(plateau === undefined ? {} : { plateau }),
    ...(seconds === undefined ? {} : { seconds }),
  };
}

const parse = (args: string[]) => parseOptions(args, options, usage);

const endOptions = ['until-accuracy', 'until-loss', 'plateau', 'seconds'];

function checkResumable(values: Values): void {
  const allowed = ['resume', 'epochs', 'rate', 'batch', 'out', 'half', 'checkpoint', 'json', ...endOptions];
  const other = Object.keys(values).find((option) => !allowed.includes(option));
  if (other) throw new Error(`--${other} is what the file of --resume says; leave it away.`);
}

function readData(values: Values, data: DataSpec): DataSpec {
  if (data.type !== 'digits') {
    const option = (['augment', 'mixture'] as const).find((name) => values[name] !== undefined);
    if (option) throw new Error(`--${option} is for digits; leave it away.`);
    return data;
  }
  const augmentation = readNumbers('augment', values.augment, augmentationLimits, usualAugmentation);
  const mixture = readNumbers('mixture', values.mixture, mixtureLimits, usualMixture);
  if (mixture && mixture.drawn + mixture.none > 1)
    throw new Error(`--mixture takes at most 1 for drawn and none together; "${values.mixture}" is more.`);
  return {
    type: 'digits',
    ...optional('augmentation', augmentation === undefined ? data.augmentation : augmentation),
    ...optional('mixture', mixture === undefined ? data.mixture : mixture),
  };
}

/**
 * Null for `off`, and `usual`, or numbers by name from 0 to those of `limits`, all others 0. Undefined: nothing was
 * typed. Throws an Error of one sentence.
 */
function readNumbers<Name extends string>(
  option: string,
  text: string | undefined,
  limits: Readonly<Record<Name, number>>,
  usual: Readonly<Record<Name, number>>,
): Readonly<Record<Name, number>> | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'off') return null;
  if (text === 'usual') return usual;
  const names = Object.keys(limits) as Name[];
  const byName = Object.fromEntries(names.map((name) => [name, name] as const));
  const numbers: Record<Name, number> = { ...limits };
  for (const name of names) numbers[name] = 0;
  for (const part of text.split(',')) {
    const [typedName, number, another] = part.split('=');
    const name = choice(option, typedName.trim(), byName);
    const value = number === undefined || number.trim() === '' ? Number.NaN : Number(number);
    if (!(value >= 0 && value <= limits[name]) || another !== undefined)
      throw new Error(`--${option} takes ${name} from 0 to ${limits[name]}; "${part.trim()}" is none.`);
    numbers[name] = value;
  }
  return numbers;
}

/** A field that is left out when there is nothing in it. */
const optional = <Key extends string, T>(key: Key, value: T | null | undefined) =>
  value ? ({ [key]: value } as Record<Key, T>) : {};

function readMethod(
  values: Values,
  base: RunSpec,
  rate: number | undefined,
): Pick<RunSpec, 'optimizer' | 'regularization'> {
  const chosen =
    values.optimizer === undefined
      ? base.optimizer
      : usualOptimizer(base.data, choice('optimizer', values.optimizer, optimizerDefaults).type);
  const optimizer: OptimizerSpec = { ...chosen, rate: rate ?? chosen.rate };
  const weightDecay = decimal('weight-decay', values['weight-decay'], { least: 0 });
  const regularization = {
    maxNorm: decimal('clip', values.clip, { above: 0 }) ?? base.regularization.maxNorm,
    l1: decimal('l1', values.l1, { least: 0 }) ?? base.regularization.l1,
    l2: decimal('l2', values.l2, { least: 0 }) ?? base.regularization.l2,
    weightDecay: base.regularization.weightDecay,
  };
  if (weightDecay === undefined) return { optimizer, regularization };
  // AdamW has one of its own, the same arithmetic: it is set, not applied a second time.
  return optimizer.type === 'adamW'
    ? { optimizer: { ...optimizer, weightDecay }, regularization }
    : { optimizer, regularization: { ...regularization, weightDecay } };
}

function readSchedule(values: Values, base: RunSpec, optimizer: OptimizerSpec, steps: number): ScheduleSpec {
  const name = values.schedule ?? (optimizer.type === 'rprop' ? 'constant' : typed(base.schedule.type));
  const schedule = choice('schedule', name, schedules);
  const warmUp = wholeNumber('warm-up', values['warm-up'], 1, steps - 1);
  if (optimizer.type === 'rprop' && (schedule !== schedules.constant || warmUp !== undefined))
    throw new Error('--schedule and --warm-up do nothing with rprop, whose steps find their own size.');
  if (warmUp === undefined) return schedule(steps);
  if (schedule === schedules['one-cycle'])
    throw new Error('--schedule one-cycle goes up by itself; leave --warm-up away.');
  return { type: 'warmUp', steps: warmUp, next: schedule(steps - warmUp) };
}

/** All options that count, in the order in which they are listed; where files were does not. */
function commandOf(name: string, values: Values, seed: number, epochs: number): string {
  const start = values.resume
    ? [`--resume ${basename(values.resume)}`, `--epochs ${epochs}`]
    : [`--seed ${seed}`, `--epochs ${epochs}`];
  const rest = Object.entries(values)
    .filter(([option]) => !['seed', 'epochs', 'resume', 'out', 'checkpoint', 'json'].includes(option))
    .map(([option, value]) => (value === true ? `--${option}` : `--${option} ${value}`));
  return ['npm run train --', name, ...start, ...rest].join(' ');
}
