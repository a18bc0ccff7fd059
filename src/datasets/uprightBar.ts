/** Which images are one bar that stands, as a 1 does that is written with a thick pen. */
import { DIGIT_SIDE } from './digitRows';

/** The widest 1 of MNIST for its length. */
const SLENDER = 0.45;
/** Of a rectangle as wide and as long as the ink is, how much is ink at least. An L fills less, an ellipse 1.05. */
const FILLED = 0.7;
/** Tangent of how far from upright it leans at most, 60°: no 1 of MNIST leans further when it is bent in training. */
const LEANING = Math.sqrt(3);

/** `image`: 28 × 28, row-major, 0 (paper) to 1 (ink). Told by its ink, its centre and its three second moments alone. */
export function isUprightBar(image: Float32Array): boolean {
  const [ink, sx, sy, sxx, sxy, syy] = sums(image);
  if (ink === 0) return false;
  const [xx, xy, yy] = [
    sxx / ink - (sx / ink) ** 2,
    sxy / ink - (sx * sy) / ink ** 2,
    syy / ink - (sy / ink) ** 2,
  ];
  // The variances along and across the ink; (xy, along − xx) points along it.
  const apart = Math.sqrt(((xx - yy) / 2) ** 2 + xy ** 2);
  const [along, across] = [(xx + yy) / 2 + apart, (xx + yy) / 2 - apart];
  const isUpright = Math.abs(xy) < LEANING * Math.abs(along - xx);
  // A rectangle's side is √12 of its standard deviations.
  const isFilled = ink > FILLED * 12 * Math.sqrt(along * across);
  return isUpright && isFilled && across < SLENDER ** 2 * along;
}

/** Of the ink at x, y: the sums of 1, x, y, x², xy, y². */
function sums(image: Float32Array): readonly [number, number, number, number, number, number] {
  let [ink, sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0, 0];
  for (let y = 0; y < DIGIT_SIDE; y++)
    for (let x = 0; x < DIGIT_SIDE; x++) {
      const level = image[y * DIGIT_SIDE + x];
      ink += level;
      sx += level * x;
      sy += level * y;
      sxx += level * x * x;
      sxy += level * x * y;
      syy += level * y * y;
    }
  return [ink, sx, sy, sxx, sxy, syy];
}
