import { describe, expect, test } from 'vitest';
import { sayAnswer } from '../../../src/app/space2d/classNames';
import { gridPoints, shapesPlane } from '../../../src/app/space2d/plane';
import { movedByKey } from '../../../src/app/space2d/planeKeys';
import { readPoints } from '../../../src/app/space2d/pointsFile';
import { answerAt } from '../../../src/app/space2d/useGridAnswers';
import { answeredClass } from '../../../src/app/space2d/usePointAnswers';
import { usualShapes } from '../../../src/training/shapesRecipes';

test('at every point of the grid the answer is the one that was asked for there, and outside none', () => {
  const side = 9;
  const points = gridPoints(shapesPlane, side);
  const outputs = Float32Array.from({ length: 3 * side * side }, (_, at) => at);
  const answer = { plane: shapesPlane, side, classes: 3, prediction: { step: 0, outputs } };
  for (let row = 0; row < side * side; row++) {
    const place = { x: points[2 * row], y: points[2 * row + 1] };
    expect([...(answerAt(answer, place) ?? [])]).toEqual([3 * row, 3 * row + 1, 3 * row + 2]);
  }
  expect(answerAt(answer, { x: 1.3, y: 0 })).toBeNull();
  expect(answerAt(null, { x: 0, y: 0 })).toBeNull();
});

test('arrows move the crosshair from the middle by a fiftieth, with Shift by a tenth, and never out of the square', () => {
  const press = (key: string, shiftKey = false) => ({ key, shiftKey });
  const right = movedByKey(shapesPlane, null, press('ArrowRight'));
  expect(right).toEqual({ x: 0.05, y: 0 });
  expect(movedByKey(shapesPlane, right, press('ArrowDown', true))).toEqual({ x: 0.05, y: -0.25 });
  expect(movedByKey(shapesPlane, { x: 1.2, y: 0 }, press('ArrowRight', true))).toEqual({ x: 1.25, y: 0 });
  expect(movedByKey(shapesPlane, right, press('Enter'))).toBeNull();
});

describe('what is answered at a place, in words', () => {
  const place = { x: 0.3, y: -0.5 };
  const say = (outputs: readonly number[], data = usualShapes('spirals')) =>
    sayAnswer(place, Float32Array.from(outputs), data);

  test('of classes the likeliest and its probability, one output or several; of values the value', () => {
    expect(say([0.05, 0.931, 0.019])).toBe('(0.30, −0.50) → class 2, 93.1 %');
    expect(say([0.25], usualShapes('moons'))).toBe('(0.30, −0.50) → class 1, 75.0 %');
    expect(say([0.75], usualShapes('moons'))).toBe('(0.30, −0.50) → class 2, 75.0 %');
    expect(say([-0.4567], usualShapes('waves'))).toBe('(0.30, −0.50) → −0.457');
  });

  test('outputs that are no probabilities are not shown as such, and NaN is called what it is', () => {
    expect(say([-1, 2, 0.5])).toBe('(0.30, −0.50) → class 2, 2.00');
    expect(say([0.1, Number.NaN, 0.2])).toContain('not a number');
    expect(answeredClass(Float32Array.of(0.1, Number.NaN))).toBe(-1);
  });

  test('one’s own classes by their names', () => {
    const { data } = readPoints('0,0,red\n1,1,blue', 'colours.csv', 0.7);
    expect(sayAnswer(place, Float32Array.of(0.8), data)).toContain('→ red, 80.0 %');
  });
});

test('a table says what became of it: its points, classes, and what was scaled', () => {
  const { notice } = readPoints('x,y,kind\n0,100,red\n10,300,blue', 'two.csv', 0.7);
  expect(notice).toBe(
    'two.csv: 2 points with 2 classes (blue, red); scaled to −1 … 1: x from 0 … 10, y from 100 … 300.',
  );
  expect(readPoints('-1,-1,0.5\n1,1,-0.5', 'values.csv', 0.7).notice).toBe(
    'values.csv: 2 points with values.',
  );
});
