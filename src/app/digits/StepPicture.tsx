import { useEffect, useRef } from 'react';
import { digitImageSteps, type ImageStep, type StepsTaken } from '../../datasets/digitImage';
import { cssColor, tokenColor } from '../palette';
import { useCanvas } from '../useCanvas';
import type { Drawing } from './drawing';
import { drawPad, drawStrokes } from './drawStrokes';
import { makingUpTo, stepNames } from './imageMaking';
import { imageSide } from './paintImage';
import type { DigitAnswers } from './useDigitAnswers';

type Props = {
  readonly answers: DigitAnswers;
  readonly drawing: Drawing;
  /** Null: the pad as it is, before the first step. */
  readonly step: ImageStep | null;
  readonly taken: StepsTaken;
};

/** The digit after one of the steps, in lines as it is drawn, in the frame of the 28 × 28. */
export function StepPicture({ answers, drawing, step, taken }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);

  const redraw = useCanvas(canvas, (context, width, height) => {
    context.clearRect(0, 0, width, height);
    const pixel = width / imageSide;
    if (step !== null && step !== 'crop') drawBox(context, pixel);
    // What came as an image is as it is after every step.
    if (step === null || drawing.image) {
      drawPad(context, drawing, width);
      return;
    }
    const { digits, selected } = answers.get();
    const strokes = digits[selected]?.strokes ?? [];
    const made = digitImageSteps(strokes, makingUpTo(step, taken));
    if (!made) return;
    if (step === 'mass') drawMiddle(context, width);
    drawStrokes(context, strokes, {
      scale: made.scale * pixel,
      x: made.origin.x * pixel,
      y: made.origin.y * pixel,
      pen: 2 * made.penRadius * pixel,
    });
  });
  useEffect(() => answers.subscribe(redraw), [answers, redraw]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with other steps another picture.
  useEffect(redraw, [taken, redraw]);

  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={step === null ? 'The pad as it is drawn' : `The drawing after: ${stepNames[step]}`}
    />
  );
}

/** The 20 × 20 in the middle. */
function drawBox(context: CanvasRenderingContext2D, pixel: number): void {
  context.lineWidth = Math.max(1, pixel / 4);
  context.strokeStyle = cssColor(tokenColor('line'));
  context.strokeRect(4 * pixel, 4 * pixel, 20 * pixel, 20 * pixel);
}

function drawMiddle(context: CanvasRenderingContext2D, width: number): void {
  context.lineWidth = Math.max(1, width / 100);
  context.strokeStyle = cssColor(tokenColor('accent'));
  context.beginPath();
  context.moveTo(width / 2, 0);
  context.lineTo(width / 2, width);
  context.moveTo(0, width / 2);
  context.lineTo(width, width / 2);
  context.stroke();
}
