import { expect, test } from 'vitest';
import { DatasetError } from '../../../src/datasets/dataset';
import { digitRowsFromIdx } from '../../../src/datasets/digitRows';
import { readIdxImages, readIdxLabels } from '../../../src/datasets/idx';

const images = (rows: number, height: number, width: number, bytes = rows * height * width) =>
  Uint8Array.from([0, 0, 8, 3, 0, 0, 0, rows, 0, 0, 0, height, 0, 0, 0, width, ...new Array(bytes).fill(7)]);
const labels = (...values: number[]) => Uint8Array.from([0, 0, 8, 1, 0, 0, 0, values.length, ...values]);

test('images and labels are views of the bytes behind their headers', () => {
  const bytes = images(2, 3, 4);
  const read = readIdxImages(bytes);
  expect([read.rows, read.height, read.width, read.pixels.length]).toEqual([2, 3, 4, 24]);
  expect(read.pixels.buffer).toBe(bytes.buffer);
  expect([...readIdxLabels(labels(3, 1, 4))]).toEqual([3, 1, 4]);
});

test('headers are read wherever the bytes lie in their buffer', () => {
  const padded = new Uint8Array(3 + 11);
  padded.set(labels(3, 1, 4), 3);
  expect([...readIdxLabels(padded.subarray(3))]).toEqual([3, 1, 4]);
});

test.each([
  ['empty', new Uint8Array(0), 'too short for the 16 bytes'],
  ['a cut header', images(1, 1, 1).subarray(0, 15), 'too short for the 16 bytes'],
  ['labels instead', labels(1, 2, 3, 4, 5, 6, 7, 8, 9), 'starts with 0x00000801, not with 0x00000803'],
  ['gzip', Uint8Array.from([0x1f, 0x8b, 8, 0, ...new Array(20).fill(0)]), 'gzipped: unpack it first'],
  ['one byte short', images(2, 2, 2, 7), '2 × 2 × 2, which is 8 bytes, but 7 follow'],
  ['one byte more', images(2, 2, 2, 9), 'but 9 follow'],
])('images: %s is refused', (_, bytes, message) => {
  expect(() => readIdxImages(bytes, 'train-images')).toThrow(DatasetError);
  expect(() => readIdxImages(bytes, 'train-images')).toThrow(message);
  expect(() => readIdxImages(bytes, 'train-images')).toThrow(/^train-images: /);
});

test('labels: a label over 9 is refused with its place', () => {
  expect(() => readIdxLabels(labels(1, 10), 'x')).toThrow('x: label 1 (byte 9) is 10; digits are 0 to 9.');
});

test('images and labels that do not belong together are refused', () => {
  expect(() => digitRowsFromIdx(images(2, 28, 28), labels(1))).toThrow("2 images and 1 labels don't belong");
  expect(() => digitRowsFromIdx(images(1, 14, 56), labels(1))).toThrow(
    'The images are 14 × 56; digits are 28 × 28.',
  );
});
