/** Sines of + − × ÷ and the square root alone: Math.sin may differ between browsers in the last bit. */

/** sin x for x from −π/4 to π/4, error below 1e-11. */
export function smallSine(x: number): number {
  const square = x * x;
  let series = 1;
  for (let n = 12; n >= 2; n -= 2) series = 1 - (series * square) / (n * (n + 1));
  return x * series;
}

/** sin 2πt, where t counts whole turns; error below 1e-10 for t up to a thousand. */
export function sineOfTurns(t: number): number {
  const turn = t - Math.round(t);
  // sin x = sin(π − x)
  const folded = Math.abs(turn) > 0.25 ? Math.sign(turn) * 0.5 - turn : turn;
  // sin 2x = 2 sin x cos x
  const half = smallSine(Math.PI * folded);
  return 2 * half * Math.sqrt(1 - half * half);
}

/** cos 2πt, likewise. */
export function cosineOfTurns(t: number): number {
  return sineOfTurns(t + 0.25);
}
