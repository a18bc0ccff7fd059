/** Painting, erasing and undoing, with the time of the test. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countPoints, withoutPoints } from '../../../src/app/space2d/ownPoints';
import { PointsEditor } from '../../../src/app/space2d/pointsEditor';
import { eraser, painter, toolFor } from '../../../src/app/space2d/pointTools';
import { shapeLimits } from '../../../src/datasets/shapes2d';
import { usualShapes } from '../../../src/training/shapesRecipes';
import type { OwnShapesData, ShapesData } from '../../../src/training/trainer';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const empty: OwnShapesData = {
  type: 'shapes',
  pattern: 'own',
  names: ['1', '2'],
  trainShare: 0.5,
  train: [],
  test: [],
};

function edit(data: ShapesData = empty) {
  const told: ShapesData[] = [];
  const editor = new PointsEditor(data, (changed) => void told.push(changed));
  return { editor, told, count: () => countPoints(editor.data.get()) };
}

test('a click is one point, told at once; a drag leaves one every 0.07, told a few times a second', () => {
  const { editor, told, count } = edit();
  const tool = painter(editor, 1);
  tool.begin({ x: 0, y: 0 });
  tool.end();
  expect([count(), told.length]).toEqual([1, 1]);
  tool.begin({ x: -1, y: 0.5 });
  for (let x = -1; x <= 0; x += 0.01) tool.extend({ x, y: 0.5 });
  // The click's, and of the way of 1 the first and one for each 0.07.
  expect([count(), told.length]).toEqual([16, 1]);
  vi.advanceTimersByTime(100);
  expect(told.length).toBe(2);
  tool.end();
  expect(told.length).toBe(2);
  expect(told.at(-1)).toBe(editor.data.get());
});

test('of every class as many are learned from as the share says', () => {
  const { editor } = edit({ ...empty, trainShare: 0.7 });
  for (const target of [0, 1])
    for (let n = 0; n < 20; n++) {
      const tool = painter(editor, target);
      tool.begin({ x: n / 20, y: target });
      tool.end();
    }
  const { train, test: tested } = editor.data.get() as OwnShapesData;
  const ofClass = (points: readonly number[], target: number) =>
    points.filter((value, at) => at % 3 === 2 && value === target).length;
  expect([0, 1].map((target) => [ofClass(train, target), ofClass(tested, target)])).toEqual([
    [14, 6],
    [14, 6],
  ]);
});

test('Undo takes a stroke back as one, then what was erased, then Clear; with nothing left it does nothing', () => {
  const { editor, told, count } = edit();
  const pen = painter(editor, 0);
  pen.begin({ x: -0.5, y: 0 });
  pen.extend({ x: 0.5, y: 0 });
  pen.end();
  const rubber = eraser(editor);
  rubber.begin({ x: 0.5, y: 0 });
  rubber.end();
  expect(count()).toBe(1);
  editor.change(withoutPoints(editor.data.get()));
  expect(count()).toBe(0);
  for (const left of [1, 2, 0, 0]) {
    editor.undo();
    expect(count()).toBe(left);
  }
  expect(editor.canUndo).toBe(false);
  expect(told.at(-1)).toBe(empty);
});

test('the eraser reaches 0.12, and what it misses leaves a pattern a pattern', () => {
  const moons = usualShapes('moons');
  const { editor, told } = edit(moons);
  const rubber = eraser(editor);
  rubber.begin({ x: 1.2, y: 1.2 });
  rubber.end();
  expect(editor.data.get()).toBe(moons);
  expect(told).toEqual([]);
  const near = edit({ ...empty, train: [0, 0, 0, 0.11, 0, 0, 0.13, 0, 1] });
  eraser(near.editor).begin({ x: 0, y: 0 });
  expect(near.count()).toBe(1);
});

test('the first point on a pattern makes its points one’s own; Undo brings the pattern back', () => {
  const moons = usualShapes('moons');
  const { editor, count } = edit(moons);
  const tool = painter(editor, 1);
  tool.begin({ x: 0, y: 0 });
  tool.end();
  expect(editor.data.get().pattern).toBe('own');
  expect(count()).toBe(501);
  editor.undo();
  expect(editor.data.get()).toBe(moons);
});

test('own points come back by Undo when a pattern or a table took their place, but not a network’s copy of them', () => {
  const { editor, told, count } = edit();
  const tool = painter(editor, 1);
  tool.begin({ x: 0, y: 0 });
  tool.end();
  editor.show({
    ...empty,
    train: [...(told[0] as OwnShapesData).train],
    test: [...(told[0] as OwnShapesData).test],
  });
  editor.show(usualShapes('spirals'));
  expect(count()).toBe(500);
  editor.undo();
  expect(count()).toBe(1);
  editor.undo();
  expect(count()).toBe(0);
});

test('5,000 points are the most; beyond, painting changes nothing', () => {
  const most = new Array<number>(3 * shapeLimits.ownPoints).fill(0);
  const { editor, told, count } = edit({ ...empty, train: most });
  const tool = painter(editor, 1);
  tool.begin({ x: 1, y: 1 });
  tool.end();
  expect([count(), told.length]).toEqual([shapeLimits.ownPoints, 0]);
});

test('closing tells what was not told yet; looking has no tool', () => {
  const { editor, told } = edit();
  const tool = painter(editor, 1);
  tool.begin({ x: 0, y: 0 });
  expect(told).toEqual([]);
  editor.close();
  expect(told).toEqual([editor.data.get()]);
  expect(toolFor(editor, { type: 'look' })).toBeNull();
});
