/** For each of `factor · side` lines the one of `side` lines before it, and how far it is on the way to the next. */
type Lines = { readonly from: Uint16Array; readonly share: Float32Array };

/** An upsampler of one grid and one number of values at each of its points; its answers are good until the next. */
export type Upsampler = (values: Float32Array) => Float32Array;

/**
 * From `[side², N]` numbers on a grid to `[(factor · side)², N]` on a finer one over the same square: linear between
 * neighbours, and beyond the outermost as they are. A border between two answers lies where both are equal, whatever
 * the grid; painted first and enlarged then, it would be a row of beads.
 */
export function createUpsampler(side: number, N: number, factor: number): Upsampler {
  const fine = side * factor;
  const { from, share } = linesOf(side, factor);
  /** Finer across, not yet downwards. */
  const wide = new Float32Array(side * fine * N);
  const result = new Float32Array(fine * fine * N);
  const rowLength = fine * N;
  return (values) => {
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < fine; column++) {
        const left = (row * side + from[column]) * N;
        const at = row * rowLength + column * N;
        for (let k = 0; k < N; k++) {
          const value = values[left + k];
          wide[at + k] = value + (values[left + N + k] - value) * share[column];
        }
      }
    }
    for (let row = 0; row < fine; row++) {
      const above = from[row] * rowLength;
      const at = row * rowLength;
      const weight = share[row];
      for (let i = 0; i < rowLength; i++) {
        const value = wide[above + i];
        result[at + i] = value + (wide[above + rowLength + i] - value) * weight;
      }
    }
    return result;
  };
}

function linesOf(side: number, factor: number): Lines {
  const from = new Uint16Array(side * factor);
  const share = new Float32Array(side * factor);
  for (let line = 0; line < from.length; line++) {
    const place = Math.max(0, Math.min(side - 1, (line + 0.5) / factor - 0.5));
    from[line] = Math.min(side - 2, Math.floor(place));
    share[line] = place - from[line];
  }
  return { from, share };
}
