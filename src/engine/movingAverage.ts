/**
 * The mean of each value and the up to `window` − 1 before it, as long as `values`; so the first ones are means of
 * fewer. A NaN stays in the `window` means that it is part of and no longer. Throws an Error for a window that is not a
 * whole number from 1.
 */
export function movingAverage(values: ArrayLike<number>, window: number): Float64Array {
  if (!Number.isInteger(window) || window < 1)
    throw new Error(`window must be a whole number from 1, not ${window}`);
  const means = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const first = Math.max(0, i - window + 1);
    // Summed anew each time: a running sum would keep a NaN for ever, and gather rounding errors.
    let sum = 0;
    for (let k = first; k <= i; k++) sum += values[k];
    means[i] = sum / (i - first + 1);
  }
  return means;
}
