import type { Activation } from '../../training/trainer';
import { type Block, blockOutputs } from '../blocks';
import { paintClass, paintSigns } from '../palette';
import { createTile, largest } from './heat';
import type { NetLayout } from './netLayout';
import { type Plane, valueAt } from './plane';
import type { GridAnswer } from './useGridAnswers';

/** Activations that stay within −1 and 1. */
const bounded: readonly Activation[] = ['tanh', 'sigmoid', 'sine', 'softmax'];

/** Points each way of the picture of a neuron: plenty for thirty pixels. */
export const pictureSide = 24;

const tile = createTile(pictureSide);
const values = new Float32Array(pictureSide * pictureSide);

/** What every neuron answers over the square, as a small picture where it stands. */
export function drawNeurons(
  context: CanvasRenderingContext2D,
  scale: number,
  { columns, sides }: NetLayout,
  blocks: readonly Block[],
  answer: GridAnswer | null,
): void {
  if (!tile || !answer) return;
  const { plane, classes, prediction } = answer;
  columns.forEach((column, layer) => {
    const block = blocks[layer - 1];
    const outputs = block ? blockOutputs(prediction, block, values.length) : null;
    if (block && !outputs) return;
    const isOutput = layer === columns.length - 1;
    column.forEach(({ x, y }, unit) => {
      if (block && outputs) unitOverSquare(outputs, block.units, unit);
      else inputOverSquare(plane, unit);
      tile.paint((pixels) => {
        if (isOutput && block) paintOutput(pixels, block.units, unit, classes);
        else {
          const isBounded = block !== undefined && bounded.includes(block.activation);
          paintSigns(pixels, values, 0.9 / (isBounded ? 1 : largest(values) || 1));
        }
      });
      const side = sides[layer] * scale;
      context.save();
      context.beginPath();
      context.roundRect(x * scale - side / 2, y * scale - side / 2, side, side, side / 5);
      context.clip();
      context.drawImage(tile.canvas, x * scale - side / 2, y * scale - side / 2, side, side);
      context.restore();
    });
  });
}

/** An output has the colours of the surface: its class's, or of one output those of the two classes; a value its sign. */
function paintOutput(pixels: Uint32Array, units: number, unit: number, classes: number): void {
  if (units > 1) {
    paintClass(pixels, values, unit, 0.9);
    return;
  }
  if (classes > 0) for (let i = 0; i < values.length; i++) values[i] = 2 * values[i] - 1;
  paintSigns(pixels, values, 0.9);
}

function unitOverSquare(outputs: Float32Array, units: number, unit: number): void {
  for (let i = 0; i < values.length; i++) values[i] = outputs[i * units + unit];
}

/** An input is its own picture: the first from left to right, the second from bottom to top. */
function inputOverSquare(plane: Plane, input: number): void {
  for (let row = 0; row < pictureSide; row++) {
    for (let column = 0; column < pictureSide; column++) {
      const share = input === 0 ? (column + 0.5) / pictureSide : 1 - (row + 0.5) / pictureSide;
      values[row * pictureSide + column] = valueAt(plane, share);
    }
  }
}
