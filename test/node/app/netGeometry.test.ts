import { describe, expect, test } from 'vitest';
import { edgeOf, parameterAt, pointOn, ringOf } from '../../../src/app/space2d/netGeometry';
import { layOut } from '../../../src/app/space2d/netLayout';

const layout = layOut([2, 4, 3, 1], 298, 314);
const hasBias = [true, true, true];

describe('what is pointed at', () => {
  test('is the weight on whose line the pointer is, wherever no other line is nearer', () => {
    let found = 0;
    layout.columns.slice(1).forEach((column, layer) => {
      column.forEach((_, unit) => {
        layout.columns[layer].forEach((_, from) => {
          const place = pointOn(edgeOf(layout, layer, from, unit), 0.35);
          const at = parameterAt(layout, hasBias, place, 8);
          expect(at).not.toBeNull();
          if (at?.layer === layer && at.unit === unit && at.from === from) found++;
        });
      });
    });
    expect(found).toBeGreaterThanOrEqual(0.9 * (2 * 4 + 4 * 3 + 3));
  });

  test('is a bias on its ring and on its neuron, the output’s too', () => {
    layout.columns.slice(1).forEach((column, layer) => {
      column.forEach((middle, unit) => {
        const bias = { layer, unit, from: null };
        expect(parameterAt(layout, hasBias, ringOf(layout, layer, unit), 8)).toEqual(bias);
        expect(parameterAt(layout, hasBias, middle, 8)).toEqual(bias);
      });
    });
  });

  test('is nothing further away than the reach, and more with that of a finger', () => {
    const { start, end } = edgeOf(layout, 2, 0, 0);
    const above = { x: (start.x + end.x) / 2, y: Math.min(start.y, end.y) - 14 };
    const onLine = pointOn(edgeOf(layout, 2, 0, 0), 0.5);
    const besides = { x: onLine.x + 12, y: onLine.y - 12 };
    expect(parameterAt(layout, hasBias, { x: above.x, y: -200 }, 22)).toBeNull();
    expect(parameterAt(layout, hasBias, besides, 8)).toBeNull();
    expect(parameterAt(layout, hasBias, besides, 22)).toEqual({ layer: 2, unit: 0, from: 0 });
  });

  test('has no bias where the layer has none', () => {
    const at = parameterAt(layout, [true, true, false], layout.columns[3][0], 8);
    expect(at?.from ?? 0).not.toBeNull();
  });
});
