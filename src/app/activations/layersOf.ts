/** The layers of a network as they are shown for one digit, from the first to the output. */
import type { NetworkSpec } from '../../training/trainer';
import { blocksOf } from '../blocks';
import { imageBlocksOf, imagesOfNeurons, type LayerImages } from '../imageBlocks';

export type ShownLayer = {
  readonly name: string;
  /** How many of what, and their activation. */
  readonly detail: string;
  readonly images: LayerImages;
  /** What one of its channels is called, before its number. */
  readonly unit: string;
  /** Of the first channel: the output's are numbered as the classes are. */
  readonly firstNumber: 0 | 1;
  /** Channels in a row. */
  readonly columns: number;
};

const imagesPerRow = 16;
const neuronsPerRow = 32;

export function layersOf(network: NetworkSpec): readonly ShownLayer[] {
  const convolutions = imageBlocksOf(network).map((block, index): ShownLayer => {
    const { height, width, channels, activation, isPooled } = block;
    return {
      name: `Convolution ${index + 1}`,
      detail: `${channels} images of ${height} × ${width}, ${activation}${isPooled ? ', pooled' : ''}`,
      images: block,
      unit: 'image',
      firstNumber: 1,
      columns: Math.min(imagesPerRow, channels),
    };
  });
  const blocks = blocksOf(network);
  const dense = blocks.map((block, index): ShownLayer => {
    const isOutput = index === blocks.length - 1;
    return {
      name: isOutput ? 'Output' : `Hidden layer ${index + 1}`,
      detail: `${block.units} neurons, ${block.activation}`,
      images: imagesOfNeurons(block),
      unit: isOutput ? 'digit' : 'neuron',
      firstNumber: isOutput ? 0 : 1,
      columns: Math.min(neuronsPerRow, block.units),
    };
  });
  return [...convolutions, ...dense];
}

/** A number of a layer: of which channel, and where in its image. */
export type LayerPlace = { readonly channel: number; readonly row: number; readonly column: number };

/** Where a layer answers most strongly, whatever the sign. */
export function strongestPlace(outputs: ArrayLike<number>, { width, channels }: LayerImages): LayerPlace {
  let most = 0;
  for (let i = 1; i < outputs.length; i++) if (Math.abs(outputs[i]) > Math.abs(outputs[most])) most = i;
  const pixel = Math.floor(most / channels);
  return { channel: most % channels, row: Math.floor(pixel / width), column: pixel % width };
}

export function valueAt(
  outputs: ArrayLike<number>,
  { width, channels }: LayerImages,
  { channel, row, column }: LayerPlace,
): number {
  return outputs[(row * width + column) * channels + channel];
}

/** “image 3, row 5, column 7”, “neuron 12”. */
export function nameOf(
  { unit, firstNumber, images }: ShownLayer,
  { channel, row, column }: LayerPlace,
): string {
  const name = `${unit} ${channel + firstNumber}`;
  return images.height * images.width === 1 ? name : `${name}, row ${row + 1}, column ${column + 1}`;
}

/** Another place, `right` and `down` pixels away in the picture of all images; null where it has none. */
export function placeBeside(
  { columns, images: { height, width, channels } }: ShownLayer,
  { channel, row, column }: LayerPlace,
  [right, down]: readonly [right: number, down: number],
): LayerPlace | null {
  const x = (channel % columns) * width + column + right;
  const y = Math.floor(channel / columns) * height + row + down;
  if (x < 0 || y < 0 || x >= columns * width) return null;
  const next = Math.floor(y / height) * columns + Math.floor(x / width);
  return next < channels ? { channel: next, row: y % height, column: x % width } : null;
}
