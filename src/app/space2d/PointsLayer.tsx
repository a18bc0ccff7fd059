import { useEffect, useRef } from 'react';
import type { Points } from '../../datasets/points';
import { type Feed, useFeedListener } from '../feed';
import { classToken, cssColor, tokenColor } from '../palette';
import { useCanvas } from '../useCanvas';
import { markPath } from './marks';
import { shapesPlane, shareAt } from './plane';
import styles from './Stage2d.module.css';
import type { JudgedPoints } from './usePointAnswers';

type Props = { readonly points: Feed<JudgedPoints>; readonly showsTest: boolean };

/** Shares of the width of the square: a point, and a point among very many. */
const radius = 0.0108;
const smallRadius = 0.0085;
const manyPoints = 800;

/** The points on the surface: those to learn from filled, those of the test hollow, with a dark rim what is answered wrong. */
export function PointsLayer({ points, showsTest }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const redraw = useCanvas(canvas, (context, width, height) => {
    context.clearRect(0, 0, width, height);
    const { train, test, classes, right } = points.get();
    const isMany = (train.length + test.length) / 3 > manyPoints;
    const size = (isMany ? smallRadius : radius) * width;
    const part = { size, width, height, classes };
    if (showsTest) drawPoints(context, { ...part, points: test, right: right?.test, isHollow: true });
    drawPoints(context, { ...part, points: train, right: right?.train, isHollow: false });
  });
  useFeedListener(points, redraw);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a switch is seen at once.
  useEffect(redraw, [showsTest, redraw]);
  return <canvas ref={canvas} className={styles.layer} />;
}

type Part = {
  readonly points: Points;
  readonly right: readonly boolean[] | undefined;
  readonly isHollow: boolean;
  readonly classes: number;
  readonly size: number;
  readonly width: number;
  readonly height: number;
};

function drawPoints(context: CanvasRenderingContext2D, part: Part): void {
  const { points, right, isHollow, classes, size, width, height } = part;
  const [panel, text] = [cssColor(tokenColor('panel')), cssColor(tokenColor('text'))];
  const isWrong = (row: number) => right?.[row] === false;
  const rows = Array.from({ length: points.length / 3 }, (_, row) => row);
  // What is wrong lies above the rest.
  for (const wrong of [false, true]) {
    for (const row of rows) {
      if (isWrong(row) !== wrong) continue;
      const [x, y, target] = points.slice(3 * row, 3 * row + 3);
      const color = cssColor(classes === 0 ? valueColor(target) : tokenColor(classToken(target)));
      context.beginPath();
      markPath(
        context,
        classes === 0 ? 0 : target,
        shareAt(shapesPlane, x) * width,
        (1 - shareAt(shapesPlane, y)) * height,
        size,
      );
      context.lineJoin = 'round';
      // The rim reaches outwards, under what is drawn on it.
      context.lineWidth = size * (wrong ? 1.1 : 0.7) + (isHollow ? size * 0.5 : 0);
      context.strokeStyle = wrong ? text : panel;
      context.stroke();
      context.fillStyle = isHollow ? panel : color;
      context.fill();
      if (!isHollow) continue;
      context.lineWidth = size * 0.6;
      context.strokeStyle = color;
      context.stroke();
    }
  }
}

/** Of the pair for sign, as strong as the value, but never the background. */
function valueColor(value: number): readonly [number, number, number] {
  const end = tokenColor(value < 0 ? 'neg' : 'pos');
  const zero = tokenColor('muted');
  const share = Math.min(1, Math.abs(value));
  const mix = (k: 0 | 1 | 2) => Math.round(zero[k] + (end[k] - zero[k]) * share);
  return [mix(0), mix(1), mix(2)];
}
