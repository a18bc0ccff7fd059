/** Dense layers: three products of matrices. */
import { multiply } from './product';

/** y[b,o] = bias[o] + Σᵢ x[b,i]·w[i,o]; `bias` 0: none. */
export function denseForward(y: usize, x: usize, w: usize, bias: usize, B: i32, I: i32, O: i32): void {
  multiply(y, bias, 0, x, <usize>I << 2, 4, w, <usize>O << 2, 4, B, O, I);
}

/** dw[i − from, o] = Σ_b x[b,i]·dy[b,o] for the inputs i from `from` to `to`; `adds`: to what dw held. */
export function denseBackwardWeights(
  dw: usize, dy: usize, x: usize, from: i32, to: i32, adds: bool, B: i32, I: i32, O: i32,
): void {
  const rowSize = <usize>O << 2;
  multiply(dw, adds ? dw : 0, rowSize, x + (<usize>from << 2), 4, <usize>I << 2, dy, rowSize, 4, to - from, O, B);
}

/** dbias[o] += Σ_b dy[b,o]. */
export function denseBackwardBias(dbias: usize, dy: usize, B: i32, O: i32): void {
  multiply(dbias, dbias, 0, one, 0, 0, dy, <usize>O << 2, 4, 1, O, B);
}

/** dx[b,i] = Σₒ dy[b,o]·w[i,o]. */
export function denseBackwardInput(dx: usize, dy: usize, w: usize, B: i32, I: i32, O: i32): void {
  const rowSize = <usize>O << 2;
  multiply(dx, 0, 0, dy, rowSize, 4, w, 4, rowSize, B, I, O);
}

const one: usize = memory.data<f32>([1]);
