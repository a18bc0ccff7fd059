import { expect, test } from 'vitest';
import { noAugmentation, usualAugmentation } from '../../../src/datasets/augment';
import { usualMixture } from '../../../src/datasets/mixture';
import { readTrainOptions } from '../../../src/node/trainOptions';
import { convPadRecipe, digitsRecipe, padEpochs, padRecipe } from '../../../src/training/recipes';

const read = (line: string) => readTrainOptions(line.split(' '));

test('without options it is the recipe', () => {
  expect(read('digits')).toMatchObject({
    spec: { ...digitsRecipe, arithmetic: 'strict' },
    until: { epochs: 10 },
    out: null,
    checkpoint: null,
    resume: null,
    command: 'npm run train -- digits --seed 1 --epochs 10',
  });
  expect(read('digits --help')).toBeNull();
});

test('a schedule covers all steps of all epochs, the warm-up in front of it', () => {
  const steps = 3 * Math.ceil(60_000 / 50);
  const scheduleOf = (line: string) => read(`digits --epochs 3 --batch 50 ${line}`)?.spec.schedule;
  expect(scheduleOf('--schedule cosine')).toEqual({ type: 'cosine', steps, least: 0 });
  expect(scheduleOf('--schedule step')).toEqual({ type: 'step', every: steps / 3, factor: 0.1 });
  expect(scheduleOf('--schedule one-cycle')).toMatchObject({ type: 'oneCycle', steps, warmUp: 0.3 });
  expect(scheduleOf('--warm-up 100')).toEqual({ type: 'warmUp', steps: 100, next: { type: 'constant' } });
  expect(scheduleOf('--warm-up 100 --schedule cosine')).toMatchObject({ next: { steps: steps - 100 } });
});

test('an optimizer comes with the rate that it usually learns with, rprop with the largest batch, unless one is given, in any case of its letters', () => {
  expect(read('xor --optimizer sgd')?.spec.optimizer).toEqual({ type: 'sgd', rate: 0.5, momentum: 0.9 });
  expect(read('digits --optimizer rprop')?.spec).toMatchObject({
    optimizer: { rate: 0.001 },
    batchSize: 1024,
  });
  expect(read('digits --optimizer rprop --batch 100')?.spec.batchSize).toBe(100);
  expect(read('xor --optimizer RMSprop --rate 0.5')?.spec.optimizer).toMatchObject({
    type: 'rmsprop',
    rate: 0.5,
  });
});

test("weight decay is AdamW's own where that is the optimizer, and is not applied twice", () => {
  expect(read('xor --optimizer adamW --weight-decay 0.2')?.spec).toMatchObject({
    optimizer: { weightDecay: 0.2 },
    regularization: { weightDecay: 0 },
  });
  expect(read('xor --weight-decay 0.2 --clip 2')?.spec.regularization).toEqual({
    maxNorm: 2,
    l1: 0,
    l2: 0,
    weightDecay: 0.2,
  });
});

test('a resumed run takes a rate and a batch size; the command names its file without its folder', () => {
  expect(read('xor --resume a/b.npz --epochs 7 --rate 0.5 --batch 2')).toMatchObject({
    resume: 'a/b.npz',
    tuning: { rate: 0.5, batchSize: 2 },
    command: 'npm run train -- xor --resume b.npz --epochs 7 --rate 0.5 --batch 2',
  });
});

test.each([
  [
    ['letters'],
    'Say what to train: one of xor, xor-original, spirals, digits, digits-conv, digits-pad, digits-conv-pad.',
  ],
  [[], 'Say what to train'],
  [['xor', '--seed=-1'], '--seed takes a whole number from 0 to 4294967295; "-1" is none.'],
  [['xor', '--seed='], '--seed takes a whole number'],
  [['xor', '--epochs', '1.5'], '--epochs takes a whole number'],
  [['xor', '--rate', 'fast'], '--rate takes a number above 0 and at most 1000000; "fast" is none.'],
  [['xor', '--l2=-1'], '--l2 takes a number from 0, at most 1000000; "-1" is none.'],
  [['xor', '--clip', '0'], '--clip takes a number above 0'],
  [['xor', '--optimizer', 'lion'], '--optimizer takes one of sgd, nesterov, rprop, rmsprop, adam, adamW'],
  [['xor', '--epochs', '9', '--warm-up', '9'], '--warm-up takes a whole number from 1 to 8; "9" is none.'],
  [['xor', '--optimizer', 'rprop', '--schedule', 'step'], 'do nothing with rprop'],
  [['xor', '--schedule', 'one-cycle', '--warm-up', '5'], 'leave --warm-up away'],
  [['xor', '--resume', 'a.npz', '--seed', '2'], '--seed is what the file of --resume says'],
  [['xor', '--color'], "Unknown option '--color'"],
])('%j is refused in one clear sentence', (args, sentence) => {
  expect(() => readTrainOptions(args)).toThrow(sentence);
});

test('digits are bent as --augment says, by the usual strengths, or by those that are named', () => {
  const augmentationOf = (text: string) => {
    const data = read(`digits --augment ${text}`)?.spec.data;
    return data?.type === 'digits' ? data.augmentation : null;
  };
  expect(augmentationOf('usual')).toEqual(usualAugmentation);
  expect(augmentationOf('off')).toBeUndefined();
  expect(augmentationOf('shift=2,Rotate=15')).toEqual({ ...noAugmentation, shift: 2, rotate: 15 });
  expect(read('digits --augment shift=2')?.command).toContain('--augment shift=2');
});

test('other images are mixed in as --mixture says, whatever --augment says', () => {
  const dataOf = (line: string) => read(line)?.spec.data;
  expect(dataOf('digits --mixture usual')).toEqual({ type: 'digits', mixture: usualMixture });
  expect(dataOf('digits --mixture none=0.2 --augment usual')).toEqual({
    type: 'digits',
    augmentation: usualAugmentation,
    mixture: { drawn: 0, none: 0.2 },
  });
  expect(dataOf('digits-pad')).toEqual(padRecipe.data);
  expect(dataOf('digits-pad --mixture off --augment off')).toEqual({ type: 'digits' });
  expect(read('digits --mixture drawn=0.1')?.command).toContain('--mixture drawn=0.1');
});

test.each([
  ['digits --augment shift', '--augment takes shift from 0 to 8; "shift" is none.'],
  ['digits --augment shift=9', '--augment takes shift from 0 to 8; "shift=9" is none.'],
  ['digits --augment shift=1=2', '--augment takes shift from 0 to 8; "shift=1=2" is none.'],
  ['digits --augment bend=1', '--augment takes one of shift, rotate,'],
  ['xor --augment usual', '--augment is for digits; leave it away.'],
  ['xor --mixture off', '--mixture is for digits; leave it away.'],
  ['digits --mixture drawn=-1', '--mixture takes drawn from 0 to 1; "drawn=-1" is none.'],
  ['digits --mixture letters=0.1', '--mixture takes one of drawn, none; "letters" is none.'],
  ['digits --mixture drawn=0.5,none=0.6', '--mixture takes at most 1 for drawn and none together'],
])('%s is refused: %s', (line, message) => {
  expect(() => read(line)).toThrow(message);
});

test("the pad's recipes are their commands, their schedule over all epochs that are asked for", () => {
  const oneCycleOver = (steps: number) => ({ type: 'oneCycle', steps, warmUp: 0.3, rise: 25, fall: 1e4 });
  for (const [name, recipe, epochs] of [
    ['digits-pad', padRecipe, padEpochs.dense],
    ['digits-conv-pad', convPadRecipe, padEpochs.convolutional],
  ] as const) {
    expect(read(name)).toMatchObject({ spec: { ...recipe, arithmetic: 'strict' }, until: { epochs } });
    expect(recipe.schedule).toEqual(oneCycleOver(938 * epochs));
    expect(read(`${name} --epochs 2 --batch 100`)?.spec.schedule).toEqual(oneCycleOver(1200));
    expect(read(`${name} --schedule constant`)?.spec.schedule).toEqual({ type: 'constant' });
    expect(read(`${name} --optimizer rprop`)?.spec.schedule).toEqual({ type: 'constant' });
  }
});

test('weights of 16 bits are those of --out', () => {
  expect(read('xor --out a.safetensors --half')).toMatchObject({ half: true });
  expect(read('xor --out a.safetensors')).toMatchObject({ half: false });
  expect(() => read('xor --half')).toThrow('--half is about the file of --out');
});
