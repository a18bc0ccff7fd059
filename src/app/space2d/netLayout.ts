/** Where the neurons of a small network stand. */
export const maxShownUnits = 8;
/** Kept free at the top, for buttons over every layer. */
const buttonsHeight = 28;

export type Place = { readonly x: number; readonly y: number };

export type NetLayout = {
  /** For each layer from the inputs to the output: the middles of its neurons. */
  readonly columns: readonly (readonly Place[])[];
  /** For each layer: the side of a neuron's square. */
  readonly sides: readonly number[];
  /** Whether there is room for a bias under every neuron. */
  readonly labels: boolean;
};

/** `counts`: neurons from the inputs to the output; of a wide layer the first eight are shown. `scale`: of the text. */
export function layOut(counts: readonly number[], width: number, height: number, scale = 1): NetLayout {
  const labelHeight = 14 * scale;
  const shown = counts.map((count) => Math.min(count, maxShownUnits));
  /** From the edges to the middles of the first and the last column. */
  const inset = 0.09;
  const across = ((1 - 2 * inset) * width) / Math.max(1, shown.length - 1);
  const room = height - buttonsHeight * scale;
  const pitch = room / Math.max(2, ...shown);
  const labels = pitch >= 30 + labelHeight;
  const limit = Math.min(0.55 * across, 46);
  const columns = shown.map((count, layer) => {
    // Few neurons stand closer together than the tallest layer would put them.
    const own = Math.min(room / count, Math.max(pitch, limit + 60));
    const x = width * (inset + ((1 - 2 * inset) * layer) / Math.max(1, shown.length - 1));
    return Array.from({ length: count }, (_, unit) => ({
      x,
      y: height - room / 2 + (unit - (count - 1) / 2) * own - (labels ? labelHeight / 2 : 0),
    }));
  });
  const side = (count: number) => Math.max(8, Math.min(limit, room / count - (labels ? labelHeight + 4 : 5)));
  return {
    columns,
    sides: shown.map((count, layer) => (layer === 0 ? Math.min(34, limit) : side(count))),
    labels,
  };
}
