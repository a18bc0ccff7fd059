import type { Floats } from '../kernels';

export function addPenalty(g: Floats, w: Floats, l1: number, l2: number, n: number): void {
  for (let i = 0; i < n; i++) g[i] += l2 * w[i] + l1 * Math.sign(w[i]);
}

export function squaredSum(x: Floats, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += x[i] * x[i];
  return sum;
}

export function scale(x: Floats, factor: number, n: number): void {
  for (let i = 0; i < n; i++) x[i] *= factor;
}
