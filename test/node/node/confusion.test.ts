import { expect, test } from 'vitest';
import { addToConfusion, createConfusionMatrix } from '../../../src/engine/confusion';
import { confusionRows, confusionText, unansweredRows } from '../../../src/node/confusion';

test('answers that are no number have a column of their own, and a class that is never answered has no precision', () => {
  const matrix = createConfusionMatrix(3);
  const [a, b, none] = [
    [1, 0, 0],
    [0, 1, 0],
    [Number.NaN, 0, 0],
  ];
  const outputs = Float64Array.from([a, b, b, none].flat());
  const targets = Float64Array.from([a, a, b, b].flat());
  addToConfusion(matrix, outputs, targets, 4, 3);
  expect(confusionRows(matrix)).toEqual([
    [1, 1, 0],
    [0, 1, 0],
    [0, 0, 0],
  ]);
  expect(unansweredRows(matrix)).toEqual([0, 1, 0]);
  expect(confusionText(matrix).split('\n')).toEqual([
    '      meant      0     1  2  none  recall %',
    '          0      1     1  0     0      50.0',
    '          1      0     1  0     1      50.0',
    '          2      0     0  0     0         –',
    'precision %  100.0  50.0  –',
  ]);
});
