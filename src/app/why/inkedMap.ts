/** Numbers of pixels as colours, with the ink of the drawing visible through them. */
import { imageSide, paintImage } from '../digits/paintImage';
import { paintSigns } from '../palette';
import { createTile } from '../space2d/heat';

/** Draws a map over the whole of a square canvas. `scale`: by what a number is multiplied to be −1 … 1, full colour. */
export type InkedMap = (
  context: CanvasRenderingContext2D,
  width: number,
  values: Float32Array,
  scale: number,
  image: Float32Array,
) => void;

/** How dark the ink is over the colours: it is to be seen, and not to hide them. */
const inkStrength = 0.3;

export function createInkedMap(): InkedMap {
  const tile = createTile(imageSide);
  const ink = document.createElement('canvas');
  ink.width = imageSide;
  ink.height = imageSide;
  const inkContext = ink.getContext('2d');
  return (context, width, values, scale, image) => {
    if (!tile || !inkContext) return;
    tile.paint((pixels) => paintSigns(pixels, values, scale));
    paintImage(inkContext, image);
    context.clearRect(0, 0, width, width);
    context.imageSmoothingEnabled = false;
    context.drawImage(tile.canvas, 0, 0, width, width);
    context.globalAlpha = inkStrength;
    context.drawImage(ink, 0, 0, width, width);
    context.globalAlpha = 1;
  };
}
