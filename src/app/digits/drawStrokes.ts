import type { Stroke } from '../../datasets/digitImage';
import { cssColor, tokenColor } from '../palette';
import { type Point, padSize, penWidth } from './drawing';

/** The strokes as they were drawn, rounded between the points that were reported. */
export function drawStrokes(
  context: CanvasRenderingContext2D,
  width: number,
  strokes: readonly Stroke[],
): void {
  const scale = width / padSize;
  context.lineWidth = penWidth * scale;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = cssColor(tokenColor('ink'));
  for (const stroke of strokes) {
    const [first, ...rest] = stroke;
    if (!first) continue;
    context.beginPath();
    context.moveTo(first.x * scale, first.y * scale);
    // A line without length is a dot with round caps.
    context.lineTo(first.x * scale, first.y * scale);
    let from = first;
    for (const to of rest) {
      context.quadraticCurveTo(
        from.x * scale,
        from.y * scale,
        ((from.x + to.x) / 2) * scale,
        ((from.y + to.y) / 2) * scale,
      );
      from = to;
    }
    context.lineTo(from.x * scale, from.y * scale);
    context.stroke();
  }
}

/** Where the keyboard's pen stands: filled while it draws. */
export function drawPenMark(
  context: CanvasRenderingContext2D,
  width: number,
  { x, y }: Point,
  isDown: boolean,
): void {
  const scale = width / padSize;
  const radius = (penWidth / 2 + 3) * scale;
  context.beginPath();
  context.arc(x * scale, y * scale, radius, 0, 2 * Math.PI);
  context.lineWidth = 2 * scale;
  context.strokeStyle = cssColor(tokenColor('paper'));
  context.stroke();
  context.beginPath();
  context.arc(x * scale, y * scale, radius + 1.5 * scale, 0, 2 * Math.PI);
  context.strokeStyle = cssColor(tokenColor('accent'));
  context.stroke();
  if (!isDown) return;
  context.beginPath();
  context.arc(x * scale, y * scale, 4 * scale, 0, 2 * Math.PI);
  context.fillStyle = cssColor(tokenColor('accent'));
  context.fill();
}
