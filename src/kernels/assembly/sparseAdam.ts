/**
 * Adam for the weights of a layer whose inputs are mostly zeros: their gradient is used block by block as it is
 * summed, and kept nowhere. Adam waits for divisions and roots, the sums for numbers; so they go on side by side.
 */
import { adamCorrections, adamFour } from './optimizers';
import { addScaledRows, blockColumns, zeros } from './sparse';
import { splat } from './vectors';

/** The gradient of a block. */
const sums: usize = memory.data(128, 16);
/** What Adam multiplies by, each four times: as variables they would crowd the sums out of the registers. */
const factors: usize = memory.data(112, 16);

/** adamStep of w `[I,O]` with the gradient dw[i,o] = Σ byColumn[k]·dy[rows[k], o] over the entries of column i. */
export function sparseAdamStep(
  w: usize, m: usize, v: usize, dy: usize, ends: usize, rows: usize, byColumn: usize,
  rate: f64, beta1: f64, beta2: f64, epsilon: f32, step: i32, I: i32, O: i32,
): void {
  const corrections = adamCorrections(beta1, beta2, step);
  v128.store(factors, splat(<f32>(rate / f64x2.extract_lane(corrections, 0))));
  v128.store(factors, splat(<f32>(1 / sqrt(f64x2.extract_lane(corrections, 1)))), 16);
  v128.store(factors, splat(epsilon), 32);
  v128.store(factors, splat(<f32>beta1), 48);
  v128.store(factors, splat(<f32>(1 - beta1)), 64);
  v128.store(factors, splat(<f32>beta2), 80);
  v128.store(factors, splat(<f32>(1 - beta2)), 96);
  const rowSize = <usize>O << 2;
  let scales = byColumn;
  for (let i = 0; i < I; i++) {
    const end = byColumn + (<usize>load<u32>(ends + (<usize>i << 2)) << 2);
    for (let o = 0; o < O; o += blockColumns) {
      const count = min(blockColumns, O - o);
      let g = zeros;
      if (scales < end) {
        addScaledRows(sums, zeros, rows, scales, end, dy + (<usize>o << 2), rowSize, count);
        g = sums;
      }
      if (count == blockColumns) adam32(w, m, v, g);
      else adamFew(w, m, v, g, count);
      const size = <usize>count << 2;
      w += size;
      m += size;
      v += size;
    }
    rows += (end - scales) >> 1;
    scales = end;
  }
}

/** Written out: as a loop it is slower by a tenth. */
// @ts-ignore: decorator
@inline
function adam32(w: usize, m: usize, v: usize, g: usize): void {
  const size = v128.load(factors);
  const scale = v128.load(factors, 16);
  const least = v128.load(factors, 32);
  const keep1 = v128.load(factors, 48);
  const take1 = v128.load(factors, 64);
  const keep2 = v128.load(factors, 80);
  const take2 = v128.load(factors, 96);
  adamFour(w, m, v, g, size, scale, least, keep1, take1, keep2, take2, 4);
  adamFour(w + 16, m + 16, v + 16, g + 16, size, scale, least, keep1, take1, keep2, take2, 4);
  adamFour(w + 32, m + 32, v + 32, g + 32, size, scale, least, keep1, take1, keep2, take2, 4);
  adamFour(w + 48, m + 48, v + 48, g + 48, size, scale, least, keep1, take1, keep2, take2, 4);
  adamFour(w + 64, m + 64, v + 64, g + 64, size, scale, least, keep1, take1, keep2, take2, 4);
  adamFour(w + 80, m + 80, v + 80, g + 80, size, scale, least, keep1, take1, keep2, take2, 4);
  adamFour(w + 96, m + 96, v + 96, g + 96, size, scale, least, keep1, take1, keep2, take2, 4);
  adamFour(w + 112, m + 112, v + 112, g + 112, size, scale, least, keep1, take1, keep2, take2, 4);
}

function adamFew(w: usize, m: usize, v: usize, g: usize, count: i32): void {
  const size = v128.load(factors);
  const scale = v128.load(factors, 16);
  const least = v128.load(factors, 32);
  const keep1 = v128.load(factors, 48);
  const take1 = v128.load(factors, 64);
  const keep2 = v128.load(factors, 80);
  const take2 = v128.load(factors, 96);
  for (let at: usize = 0; count > 0; at += 16, count -= 4) {
    adamFour(w + at, m + at, v + at, g + at, size, scale, least, keep1, take1, keep2, take2, count);
  }
}
