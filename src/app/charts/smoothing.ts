/** Exponential smoothing of a curve, by steps: the same curve folded more coarsely looks the same. */

/** A point in so many equal parts of the curve weighs what the strength says. */
const parts = 100;

/**
 * The mean of all values up to each step, the weight of each falling by the factor `strength` (0: none, towards 1: much)
 * for every hundredth part of the steps that has passed since. Without the bias towards the first value that such
 * averages usually have (Kingma & Ba 2015, section 3). Null stays null and is left out.
 */
export function smooth(
  values: readonly (number | null)[],
  steps: readonly number[],
  strength: number,
): (number | null)[] {
  const range = (steps.at(-1) ?? 0) - (steps[0] ?? 0);
  if (strength === 0 || range <= 0) return [...values];
  let sum = 0;
  let weight = 0;
  let last = steps[0];
  return values.map((value, i) => {
    if (value === null) return null;
    const passed = ((steps[i] - last) / range) * parts;
    // The first value weighs as much as one that stands for a whole part.
    const fading = weight === 0 ? 0 : strength ** passed;
    const share = weight === 0 ? 1 - strength : 1 - fading;
    sum = sum * fading + value * share;
    weight = weight * fading + share;
    last = steps[i];
    return sum / weight;
  });
}
