/** A crosshair that goes over the plane by keyboard. */
import type { Place, Plane } from './plane';

const steps: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Shares of the square's width: a step, and one with Shift. */
const stride = 0.02;
const longStride = 0.1;

/** Where the crosshair goes from `place`, or from the middle; null: the key is no arrow. It stays in the square. */
export function movedByKey(
  plane: Plane,
  place: Place | null,
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
): Place | null {
  const step = steps[key];
  if (step === undefined) return null;
  const { low, high } = plane;
  const middle = (low + high) / 2;
  const from = place ?? { x: middle, y: middle };
  const length = (shiftKey ? longStride : stride) * (high - low);
  const inSquare = (value: number) => Math.max(low, Math.min(high, value));
  return { x: inSquare(from.x + step[0] * length), y: inSquare(from.y + step[1] * length) };
}
