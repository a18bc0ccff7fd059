/** Test rows as points of a plane: what goes into the last layer with weights, along the directions in which it differs most. */

import type { LayerInput } from '../engine/layers/layer';
import { answeredClass, labelAt } from '../engine/metrics';
import type { Network } from '../engine/network';
import { searchComponents } from '../engine/pca';
import { planNetwork } from '../engine/plan';
import type { PiecedWork } from './slices';

export type MapQuestion = {
  /** So many of the test rows, spread evenly; at least 2. */
  readonly rows: number;
  /** The components of a map of this network a few steps ago, near which those of the new one are looked for; or null. */
  readonly from: Float32Array | null;
};

export type HiddenMap = {
  /** Whose outputs are mapped, by its place in the network; −1: what goes into the network itself. */
  readonly layer: number;
  /** Of what is mapped, `[D]`; and the two directions, of length 1: `[2, D]`. A point is (h − mean) along each. */
  readonly mean: Float32Array;
  readonly components: Float32Array;
  /** The share of all variance that lies along each: 0 to 1. */
  readonly shares: readonly [first: number, second: number];
  /** Which test rows are mapped, their places `[rows, 2]`, the class that is meant and the one that is answered; −1: none. */
  readonly rows: Uint32Array;
  readonly points: Float32Array;
  readonly labels: Int8Array;
  readonly answers: Int8Array;
  /** After how many steps. */
  readonly step: number;
};

/** What the last layer with weights gets for some rows. */
export type HiddenOutputs = Pick<HiddenMap, 'layer' | 'rows' | 'labels' | 'answers' | 'step'> & {
  /** `[rows, D]` */
  readonly outputs: Float32Array;
};

/** Moves that can't be seen: a point moves by a ten thousandth of its distance from the middle. */
const tolerance = 1e-4;
/** Components that hardly differ in variance are taken as they are by then. */
const mostIterations = 300;

/** `rows` of `of` rows, spread evenly. */
export function spreadRows(of: number, rows: number): Uint32Array {
  const count = Math.min(of, rows);
  return Uint32Array.from({ length: count }, (_, i) => Math.floor((i * of) / count));
}

/**
 * Gathers in pieces of up to `pieceRows` rows; the weights must not change meanwhile. `gather` puts `count` of them, from
 * `from` on, into the network's buffers, and returns the inputs: in `inputBuffer`, if they are to be read from there.
 */
export function startHiddenOutputs(
  network: Network,
  rows: Uint32Array,
  pieceRows: number,
  step: number,
  gather: (from: number, count: number, isRead: boolean) => LayerInput<Float32Array>,
): PiecedWork<HiddenOutputs> {
  const { spec, outputs: N } = network;
  const layer = planNetwork(spec).layers.findLastIndex(({ tensors }) => tensors.length > 0) - 1;
  const D = layer < 0 ? spec.inputs : network.layerOutputs(1)[layer].length;
  const outputs = new Float32Array(rows.length * D);
  const labels = new Int8Array(rows.length);
  const answers = new Int8Array(rows.length);
  let done = 0;
  return {
    advance() {
      const count = Math.min(pieceRows, rows.length - done);
      const answered = network.forward(count, gather(done, count, layer < 0));
      const mapped = layer < 0 ? network.inputBuffer : network.layerOutputs(count)[layer];
      outputs.set(mapped.subarray(0, count * D), done * D);
      for (let b = 0; b < count; b++) {
        labels[done + b] = labelAt(network.targetBuffer, b * N, N);
        answers[done + b] = answeredClass(answered, b * N, N);
      }
      done += count;
      return done === rows.length;
    },
    result: () => ({ layer, rows, labels, answers, step, outputs }),
  };
}

/** Finds the plane in pieces; `hidden.outputs` are centred in place. */
export function startHiddenMap(
  { outputs, ...hidden }: HiddenOutputs,
  from: MapQuestion['from'],
): PiecedWork<HiddenMap> {
  const rows = hidden.rows.length;
  const search = searchComponents(outputs, rows, outputs.length / rows, 2, {
    from,
    tolerance,
    mostIterations,
  });
  return {
    advance: search.advance,
    result() {
      const { mean, components, variances, totalVariance, points } = search.result();
      const share = (variance: number) => (totalVariance > 0 ? variance / totalVariance : 0);
      return {
        ...hidden,
        mean: Float32Array.from(mean),
        components: Float32Array.from(components),
        shares: [share(variances[0]), share(variances[1])],
        points: Float32Array.from(points),
      };
    },
  };
}
