import { describe, expect, test } from 'vitest';
import { digitTemplates } from '../../../src/datasets/digitTemplates';
import { signTemplates } from '../../../src/datasets/signTemplates';
import { curveThrough, parseStrokes } from '../../../src/datasets/strokeTemplates';

test('a text is strokes of points, some of them corners', () => {
  expect(parseStrokes('0,22 24,-4! 24,100 / 4,100 54,100')).toEqual([
    [
      { x: 0, y: 22, isCorner: false },
      { x: 24, y: -4, isCorner: true },
      { x: 24, y: 100, isCorner: false },
    ],
    [
      { x: 4, y: 100, isCorner: false },
      { x: 54, y: 100, isCorner: false },
    ],
  ]);
});

test.each(['', '1', '1,2 3', '1,2  3,4', '1,2 / ', '1,2! 3,4?', 'a,b'])('%j is refused', (text) => {
  expect(() => parseStrokes(text)).toThrow('is no point such as 4,22 or 4,22!');
});

describe('a curve', () => {
  const through = (text: string) => parseStrokes(text).map(curveThrough)[0];

  test('goes through all of its points, from the first to the last', () => {
    for (const [, , text] of digitTemplates)
      for (const knots of parseStrokes(text)) {
        const curve = curveThrough(knots);
        for (const { x, y } of knots) expect(curve).toContainEqual({ x, y });
        expect(curve.at(0)).toMatchObject({ x: knots[0].x, y: knots[0].y });
        expect(curve.at(-1)).toMatchObject({ x: knots.at(-1)?.x, y: knots.at(-1)?.y });
      }
  });

  test('is straight between corners, and round without them', () => {
    const farthest = (text: string) =>
      Math.max(...through(text).map(({ x, y }) => Math.min(Math.abs(x), Math.abs(y))));
    expect(farthest('0,100 0,0! 100,0')).toBeLessThan(1e-9);
    expect(farthest('0,100 0,0 100,0')).toBeGreaterThan(2);
  });

  test('stays near its points where they are unevenly far apart', () => {
    for (const { x, y } of through('0,0 100,0 101,1 100,2 0,2')) {
      expect(x).toBeLessThan(106);
      expect(Math.abs(y - 1)).toBeLessThan(6);
    }
  });

  test('of points that are the same has no point that is not a number', () => {
    for (const { x, y } of through('5,5 5,5 5,5')) expect([x, y]).toEqual([5, 5]);
  });
});

describe('the templates', () => {
  test('of digits have at least six ways for each, of different names', () => {
    for (let digit = 0; digit < 10; digit++) {
      const ways = digitTemplates.flatMap(([of, way]) => (of === digit ? [way] : []));
      expect(ways.length).toBeGreaterThanOrEqual(6);
      expect(new Set(ways).size).toBe(ways.length);
    }
  });

  test('of signs have different names', () => {
    expect(new Set(signTemplates.map(([sign]) => sign)).size).toBe(signTemplates.length);
  });

  const named = [
    ...digitTemplates.map(([digit, way, text]) => ({ name: `${digit}, ${way}`, text })),
    ...signTemplates.map(([name, text]) => ({ name, text })),
  ];
  test.each(named)('$name is about 100 long on its longer side', ({ text }) => {
    const points = parseStrokes(text).flat();
    const span = (values: number[]) => Math.max(...values) - Math.min(...values);
    const longer = Math.max(span(points.map(({ x }) => x)), span(points.map(({ y }) => y)));
    expect(longer).toBeGreaterThanOrEqual(70);
    expect(longer).toBeLessThanOrEqual(140);
  });
});
