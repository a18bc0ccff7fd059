/** Checkpoints with something wrong in them: the error says what, and nothing comes of them. */
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { optimizerKindOf } from '../../../src/engine/optimizers/registry';
import { momentCounts, stateFromWeights, weightsFromState } from '../../../src/formats/checkpoint';
import { writeNpyTensor, writeNpyText } from '../../../src/formats/npz/npy';
import { writeNpz } from '../../../src/formats/npz/npz';
import { parsePosition, positionText } from '../../../src/formats/position';
import { optimizerDefaults } from '../../../src/training/recipes';
import { readOwnNpz } from '../../support/ownWeights';
import { formatErrorOf, smallCard, smallCheckpoint, smallWeights } from './sampleWeights';

const { saved } = smallCheckpoint;
if (!saved) throw new Error('The sample has no state.');
const { position, moments } = saved;

test('the engine’s layout leaves as the outside’s, moments too, and comes back', () => {
  const engine = stateFromWeights(smallCheckpoint);
  expect(engine.moments[0]).toEqual({
    name: 'optimizer.0.layers.0.weight',
    shape: [2, 3],
    values: Float32Array.from([0, 2, 4, 1, 3, 5], (at) => moments[0].values[at]),
  });
  expect(weightsFromState(smallCard, engine)).toEqual(smallCheckpoint);
});

test('weights alone have no state', () => {
  expect(formatErrorOf(() => stateFromWeights(smallWeights))).toMatchObject({
    code: 'missing',
    message: expect.stringContaining('Choose a checkpoint'),
  });
});

test('a file has as many moments as the engine’s optimizer', () => {
  for (const spec of Object.values(optimizerDefaults))
    expect(momentCounts[spec.type], spec.type).toBe(optimizerKindOf(spec).moments);
});

describe('an archive that is not a whole checkpoint is refused with the place', () => {
  const entries = unzipSync(writeNpz(smallCheckpoint));
  const without = (name: string) =>
    Object.fromEntries(Object.entries(entries).filter(([entry]) => entry !== name));
  const withTensor = (
    name: string,
    shape: number[],
    values = new Float32Array(shape.reduce((a, b) => a * b, 1)),
  ) => ({
    ...entries,
    [`${name}.npy`]: writeNpyTensor({ name, shape, values }),
  });

  test.each([
    [
      'a moment missing',
      without('optimizer.1.layers.0.bias.npy'),
      { code: 'missing', place: { entry: 'optimizer.1.layers.0.bias' } },
    ],
    [
      'one moment more',
      withTensor('optimizer.2.layers.0.bias', [3]),
      { code: 'unexpected', place: { entry: 'optimizer.2.layers.0.bias' } },
    ],
    [
      'a moment transposed',
      withTensor('optimizer.0.layers.0.weight', [2, 3]),
      { code: 'shape', place: { entry: 'optimizer.0.layers.0.weight' } },
    ],
    [
      'a moment that is not finite',
      withTensor('optimizer.0.layers.0.bias', [3], Float32Array.of(0, NaN, 0)),
      { code: 'notFinite', place: { entry: 'optimizer.0.layers.0.bias', field: '[1]' } },
    ],
    [
      'moments, but no position',
      without('scratchnet.position.npy'),
      { code: 'unexpected', place: { entry: 'optimizer.0.layers.0.weight' } },
    ],
    [
      'a position, but no moments',
      { ...unzipSync(writeNpz(smallWeights)), 'scratchnet.position.npy': entries['scratchnet.position.npy'] },
      { code: 'missing', place: { entry: 'optimizer.0.layers.0.weight' } },
    ],
    [
      'a position that is a tensor',
      withTensor('scratchnet.position', [3]),
      { code: 'card', place: { entry: 'scratchnet.position.npy', field: 'descr' } },
    ],
    [
      'a position that is no JSON',
      { ...entries, 'scratchnet.position.npy': writeNpyText('step 400') },
      { code: 'position', place: { field: 'position' } },
    ],
  ])('%s', (_, files, expected) => {
    expect(formatErrorOf(() => readOwnNpz(zipSync(files, { level: 0 })))).toMatchObject(expected);
  });

  test('every proper prefix', () => {
    const file = writeNpz(smallCheckpoint);
    for (let length = 0; length < file.length; length += 3)
      formatErrorOf(() => readOwnNpz(file.subarray(0, length)));
  });
});

describe('a position that is not right is refused with the field', () => {
  test.each<[string, object, string]>([
    ['no step', { step: undefined }, 'position.step'],
    ['a negative step', { step: -1 }, 'position.step'],
    ['half a pass', { epoch: 0.5 }, 'position.epoch'],
    ['a row as text', { row: '3' }, 'position.row'],
    ['a generator of three words', { random: [1, 2, 3] }, 'position.random.3'],
    ['a word beyond 32 bits', { random: [1, 2, 3, 2 ** 32] }, 'position.random.3'],
    ['a generator that stands still', { epochRandom: [0, 0, 0, 0] }, 'position.epochRandom'],
    ['an unknown field', { order: [] }, 'position.order'],
  ])('%s', (_, change, field) => {
    const error = formatErrorOf(() => parsePosition(JSON.stringify({ ...position, ...change })));
    expect(error).toMatchObject({ code: 'position', place: { field } });
    expect(error.message.length).toBeLessThan(400);
  });

  test('null, a list, half of one and a megabyte', () => {
    for (const text of ['null', '[]', positionText(position).slice(0, -1), ' '.repeat(1e6)])
      expect(formatErrorOf(() => parsePosition(text)).code).toBe('position');
  });

  test('numbers that JSON cannot hold are not written', () => {
    expect(formatErrorOf(() => positionText({ ...position, step: NaN })).place.field).toBe('position.step');
  });
});
