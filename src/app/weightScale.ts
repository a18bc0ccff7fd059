/** Three standard deviations are full colour: one stray weight does not pale the rest. */
export function weightScale(weights: Float32Array): number {
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  return 1 / (3 * Math.sqrt(squares / weights.length) || 1);
}
