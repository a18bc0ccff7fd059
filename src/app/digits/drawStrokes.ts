import type { Stroke } from '../../datasets/digitImage';
import { cssColor, tokenColor } from '../palette';
import { type Drawing, type Point, padSize, penWidth } from './drawing';
import { imageSide, paintImage } from './paintImage';

/** Where strokes come to lie on a canvas, in its pixels. */
export type Place = {
  /** Pixels for one unit of the strokes. */
  readonly scale: number;
  /** Of the strokes' x = 0, y = 0. */
  readonly x: number;
  readonly y: number;
  /** Width of the pen. */
  readonly pen: number;
};

/** The pad on all of a canvas that is so wide. */
const wholePad = (width: number): Place => {
  const scale = width / padSize;
  return { scale, x: 0, y: 0, pen: penWidth * scale };
};

/** All that is on the pad, on all of a canvas that is so wide. */
export function drawPad(context: CanvasRenderingContext2D, { strokes, image }: Drawing, width: number): void {
  if (image) drawImage(context, image.pixels, width);
  else drawStrokes(context, strokes, wholePad(width));
}

/** An image `[784]` on all of a canvas that is so wide, its pixels seen as squares. */
export function drawImage(context: CanvasRenderingContext2D, pixels: ArrayLike<number>, width: number): void {
  const small = document.createElement('canvas');
  small.width = imageSide;
  small.height = imageSide;
  const smallContext = small.getContext('2d');
  if (!smallContext) return;
  paintImage(smallContext, pixels);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, width, width);
}

/** The strokes as they were drawn, rounded between the points that were reported. */
export function drawStrokes(
  context: CanvasRenderingContext2D,
  strokes: readonly Stroke[],
  place: Place,
): void {
  const x = (point: Point): number => point.x * place.scale + place.x;
  const y = (point: Point): number => point.y * place.scale + place.y;
  context.lineWidth = place.pen;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = cssColor(tokenColor('ink'));
  for (const stroke of strokes) {
    const [first, ...rest] = stroke;
    if (!first) continue;
    context.beginPath();
    context.moveTo(x(first), y(first));
    // A line without length is a dot with round caps.
    context.lineTo(x(first), y(first));
    let from = first;
    for (const to of rest) {
      context.quadraticCurveTo(x(from), y(from), (x(from) + x(to)) / 2, (y(from) + y(to)) / 2);
      from = to;
    }
    context.lineTo(x(from), y(from));
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
