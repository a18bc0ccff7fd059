import type { Activation, Prediction } from '../../training/trainer';
import { type Block, blockOutputs } from '../blocks';
import { askedRows, gridSpan, margin } from './grid';
import { createTile, largest, tileSize, unitOverSquare } from './heat';
import type { NetLayout } from './netLayout';

/** Activations that stay within −1 and 1. */
const bounded: readonly Activation[] = ['tanh', 'sigmoid', 'sine', 'softmax'];

const tile = createTile(tileSize);
const values = new Float32Array(tileSize * tileSize);

/** What every neuron answers over the square, as a small picture where it stands. */
export function drawNeurons(
  context: CanvasRenderingContext2D,
  scale: number,
  { columns, sides }: NetLayout,
  blocks: readonly Block[],
  prediction: Prediction | null,
): void {
  if (!tile) return;
  columns.forEach((column, layer) => {
    const block = blocks[layer - 1];
    const outputs = block ? blockOutputs(prediction, block, askedRows) : null;
    if (block && !outputs) return;
    const isOutput = layer === columns.length - 1;
    column.forEach(({ x, y }, unit) => {
      if (block && outputs) unitOverSquare(outputs, block.units, unit, values);
      else inputOverSquare(unit);
      // The output has the colours of the surface: its two classes. The others show the sign of their answer.
      if (isOutput) for (let i = 0; i < values.length; i++) values[i] = 2 * values[i] - 1;
      const isBounded = isOutput || (block !== undefined && bounded.includes(block.activation));
      tile.paint(values, 0.9 / (isBounded ? 1 : largest(values) || 1));
      const side = sides[layer] * scale;
      context.save();
      context.beginPath();
      context.roundRect(x * scale - side / 2, y * scale - side / 2, side, side, side / 5);
      context.clip();
      context.imageSmoothingQuality = 'high';
      context.drawImage(tile.canvas, x * scale - side / 2, y * scale - side / 2, side, side);
      context.restore();
    });
  });
}

/** An input is its own picture: a from left to right, b from bottom to top. */
function inputOverSquare(input: number): void {
  for (let y = 0; y < tileSize; y++) {
    for (let x = 0; x < tileSize; x++) {
      const share = input === 0 ? (x + 0.5) / tileSize : 1 - (y + 0.5) / tileSize;
      values[y * tileSize + x] = share * gridSpan - margin;
    }
  }
}
