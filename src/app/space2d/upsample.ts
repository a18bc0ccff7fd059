/**
 * `[side², N]` numbers on a grid as `[(factor · side)², N]` on a finer one over the same square: linear between
 * neighbours, and beyond the outermost as they are. A border between two answers lies where both are equal, whatever
 * the grid; painted first and enlarged then, it would be a row of beads. Overwrites `into`.
 */
export function upsample(
  values: Float32Array,
  side: number,
  N: number,
  factor: number,
  into: Float32Array,
): void {
  const fine = side * factor;
  const lines = linesOf(side, factor);
  for (let row = 0; row < fine; row++) {
    const y = lines[row];
    for (let column = 0; column < fine; column++) {
      const x = lines[column];
      const top = (y.from * side + x.from) * N;
      const bottom = (y.to * side + x.from) * N;
      const right = (x.to - x.from) * N;
      const at = (row * fine + column) * N;
      for (let k = 0; k < N; k++) {
        const above = values[top + k] + (values[top + right + k] - values[top + k]) * x.share;
        const below = values[bottom + k] + (values[bottom + right + k] - values[bottom + k]) * x.share;
        into[at + k] = above + (below - above) * y.share;
      }
    }
  }
}

/** For each line of the finer grid the two of the coarser one that it lies between, and how far on the way. */
function linesOf(side: number, factor: number) {
  return Array.from({ length: side * factor }, (_, line) => {
    const place = Math.max(0, Math.min(side - 1, (line + 0.5) / factor - 0.5));
    const from = Math.min(side - 2, Math.floor(place));
    return { from, to: from + 1, share: place - from };
  });
}
