import type { Kernels, SparseRows } from './kernels';
import { createRecorder, instructionWords } from './recording';
import {
  convolutionLengths,
  convolutionNumbers,
  imagePlaces,
  mapNumbers,
  poolingLengths,
  poolingNumbers,
  requireSparseSizes,
} from './sizes';
import { shareMemory } from './wasmMemory';
import { backwardNames, type Exports, forwardNames, instantiate } from './wasmModule';
import { type WasmModule, webAssembly } from './webassembly';

/**
 * Kernels over a memory of their own, with room for `floats` numbers (each buffer is rounded up to a
 * multiple of four). It never grows, so no view ever detaches, and it goes when the kernels and their views go.
 * Every operation throws a RangeError, before it touches anything, if a buffer is not a view of this memory
 * or is too short. Throws a RangeError if the machine does not have that much memory.
 */
export function wasmKernels(module: WasmModule, floats: number, name: Kernels['name'] = 'wasm'): Kernels {
  const api = webAssembly();
  if (!api) throw new Error('WebAssembly is not available here');
  const { exports: operations, buffer, start } = instantiate(api, module, floats);
  /** What the operations below call: the module's, or while `record` notes them, a recorder's. */
  let exports = operations;
  const { take, address, addressOrNull } = shareMemory(buffer, start, floats);

  return {
    name,

    alloc: (length) => take(Float32Array, length),

    denseForward(y, x, w, bias, B, I, O) {
      exports.denseForward(
        address(y, B * O),
        address(x, B * I),
        address(w, I * O),
        addressOrNull(bias, O),
        B,
        I,
        O,
      );
    },

    denseBackwardWeights(dw, dy, x, from, to, adds, B, I, O) {
      exports.denseBackwardWeights(
        address(dw, (to - from) * O),
        address(dy, B * O),
        address(x, B * I),
        from,
        to,
        Number(adds),
        B,
        I,
        O,
      );
    },

    denseBackwardBias(dbias, dy, B, O) {
      exports.denseBackwardBias(address(dbias, O), address(dy, B * O), B, O);
    },

    denseBackwardInput(dx, dy, w, B, I, O) {
      exports.denseBackwardInput(address(dx, B * I), address(dy, B * O), address(w, I * O), B, I, O);
    },

    allocSparse(rows, I) {
      requireSparseSizes(rows, I);
      const entries = rows * I;
      return {
        starts: take(Uint32Array, rows + 1),
        columns: take(Uint16Array, entries),
        values: take(Float32Array, entries),
        packed: take(Uint8Array, 3 * entries),
        grouped: {
          ends: take(Uint32Array, I),
          rows: take(Uint16Array, entries),
          values: take(Float32Array, entries),
        },
      };
    },

    unpackRows(x, B) {
      const entries = checkedEntries(x, B);
      exports.unpackRows(
        address(x.columns, entries),
        address(x.values, entries),
        address(x.starts, B + 1),
        address(x.packed, 3 * entries),
        B,
      );
    },

    allocDistortions: (rows, fieldSide) => ({
      field: take(Int16Array, fieldSide ** 2),
      fieldSide,
      maps: take(Int32Array, rows * mapNumbers),
    }),

    distortRows(x, { field, fieldSide, maps }, B) {
      const entries = checkedEntries(x, B);
      exports.distortRows(
        address(x.columns, B * imagePlaces),
        address(x.values, B * imagePlaces),
        address(x.starts, B + 1),
        address(x.packed, 3 * entries),
        address(maps, B * mapNumbers),
        address(field, fieldSide ** 2),
        fieldSide,
        B,
      );
    },

    expandRows(y, x, B, I) {
      const entries = checkedEntries(x, B);
      exports.expandRows(
        address(y, B * I),
        address(x.starts, B + 1),
        address(x.columns, entries),
        address(x.values, entries),
        B,
        I,
      );
    },

    sparseDenseForward(y, x, w, bias, B, I, O) {
      const entries = checkedEntries(x, B);
      exports.sparseDenseForward(
        address(y, B * O),
        address(x.starts, B + 1),
        address(x.columns, entries),
        address(x.values, entries),
        address(w, I * O),
        addressOrNull(bias, O),
        B,
        I,
        O,
      );
    },

    groupByColumn(x, B, I) {
      const entries = checkedEntries(x, B);
      const { ends, rows, values } = x.grouped;
      exports.groupByColumn(
        address(ends, I),
        address(rows, entries),
        address(values, entries),
        address(x.starts, B + 1),
        address(x.columns, entries),
        address(x.values, entries),
        B,
        I,
      );
    },

    sparseDenseBackwardWeights(dw, dy, { grouped: { ends, rows, values } }, from, to, adds, O) {
      exports.sparseDenseBackwardWeights(
        address(dw, (to - from) * O),
        address(dy, O),
        address(ends, to),
        address(rows, ends[to - 1]),
        address(values, ends[to - 1]),
        from,
        to,
        Number(adds),
        O,
      );
    },

    conv2dForward(y, x, w, bias, scratch, B, sizes) {
      const lengths = convolutionLengths(sizes, B);
      exports.conv2dForward(
        address(y, lengths.output),
        address(x, lengths.input),
        address(w, lengths.weights),
        addressOrNull(bias, sizes.filters),
        address(scratch, lengths.scratch),
        B,
        ...convolutionNumbers(sizes),
      );
    },

    conv2dBackwardParameters(dw, dbias, dy, x, scratch, B, sizes) {
      const lengths = convolutionLengths(sizes, B);
      exports.conv2dBackwardParameters(
        address(dw, lengths.weights),
        addressOrNull(dbias, sizes.filters),
        address(dy, lengths.output),
        address(x, lengths.input),
        address(scratch, lengths.scratch),
        B,
        ...convolutionNumbers(sizes),
      );
    },

    conv2dBackwardInput(dx, dy, w, scratch, B, sizes) {
      const lengths = convolutionLengths(sizes, B);
      exports.conv2dBackwardInput(
        address(dx, lengths.input),
        address(dy, lengths.output),
        address(w, lengths.weights),
        address(scratch, lengths.scratch),
        B,
        ...convolutionNumbers(sizes),
      );
    },

    maxPoolForward(y, x, B, sizes) {
      const { input, output } = poolingLengths(sizes, B);
      exports.maxPoolForward(address(y, output), address(x, input), B, ...poolingNumbers(sizes));
    },

    maxPoolBackward(dx, dy, y, x, B, sizes) {
      const { input, output } = poolingLengths(sizes, B);
      exports.maxPoolBackward(
        address(dx, input),
        address(dy, output),
        address(y, output),
        address(x, input),
        B,
        ...poolingNumbers(sizes),
      );
    },

    dropout(y, x, key, rate, n) {
      // Rounded up: no whole number lies between, so the comparison is the same.
      const threshold = Math.min(Math.ceil(rate * 2 ** 32), 2 ** 32 - 1);
      exports.dropout(address(y, n), address(x, n), key, threshold, 1 / (1 - rate), n);
    },

    transpose(y, x, B, R, C) {
      exports.transpose(address(y, B * R * C), address(x, B * R * C), B, R, C);
    },

    activationForward(y, x, activation, n) {
      exports[forwardNames[activation]](address(y, n), address(x, n), n);
    },

    activationBackward(dx, dy, y, x, activation, n) {
      exports[backwardNames[activation]](address(dx, n), address(dy, n), address(y, n), address(x, n), n);
    },

    softmaxForward(y, x, B, N) {
      exports.softmaxForward(address(y, B * N), address(x, B * N), B, N);
    },

    softmaxBackward(dx, dy, y, B, N) {
      exports.softmaxBackward(address(dx, B * N), address(dy, B * N), address(y, B * N), B, N);
    },

    meanSquaredError(dy, y, target, B, N) {
      return exports.meanSquaredError(address(dy, B * N), address(y, B * N), address(target, B * N), B, N);
    },

    softmaxCrossEntropy(dlogits, logits, target, B, N) {
      return exports.softmaxCrossEntropy(
        address(dlogits, B * N),
        address(logits, B * N),
        address(target, B * N),
        B,
        N,
      );
    },

    huber(dy, y, target, B, N) {
      return exports.huber(address(dy, B * N), address(y, B * N), address(target, B * N), B, N);
    },

    sigmoidBinaryCrossEntropy(dlogits, logits, target, B, N) {
      return exports.sigmoidBinaryCrossEntropy(
        address(dlogits, B * N),
        address(logits, B * N),
        address(target, B * N),
        B,
        N,
      );
    },

    sgdStep(w, v, g, rate, momentum, n) {
      exports.sgdStep(address(w, n), address(v, n), address(g, n), rate, momentum, n);
    },

    adamStep(w, m, v, g, rate, beta1, beta2, epsilon, step, n) {
      exports.adamStep(
        address(w, n),
        address(m, n),
        address(v, n),
        address(g, n),
        rate,
        beta1,
        beta2,
        epsilon,
        step,
        n,
      );
    },

    sparseAdamStep(
      w,
      m,
      v,
      dy,
      { grouped: { ends, rows, values } },
      rate,
      beta1,
      beta2,
      epsilon,
      step,
      I,
      O,
    ) {
      exports.sparseAdamStep(
        address(w, I * O),
        address(m, I * O),
        address(v, I * O),
        address(dy, O),
        address(ends, I),
        address(rows, ends[I - 1]),
        address(values, ends[I - 1]),
        rate,
        beta1,
        beta2,
        epsilon,
        step,
        I,
        O,
      );
    },

    nesterovStep(w, v, g, rate, momentum, n) {
      exports.nesterovStep(address(w, n), address(v, n), address(g, n), rate, momentum, n);
    },

    rmspropStep(w, v, g, rate, decay, epsilon, n) {
      exports.rmspropStep(address(w, n), address(v, n), address(g, n), rate, decay, epsilon, n);
    },

    rpropStep(w, size, previous, g, decrease, increase, least, most, n) {
      exports.rpropStep(
        address(w, n),
        address(size, n),
        address(previous, n),
        address(g, n),
        decrease,
        increase,
        least,
        most,
        n,
      );
    },

    addPenalty(g, w, l1, l2, n) {
      exports.addPenalty(address(g, n), address(w, n), l1, l2, n);
    },

    squaredSum: (x, n) => exports.squaredSum(address(x, n), n),

    scale(x, factor, n) {
      exports.scale(address(x, n), factor, n);
    },

    fill(x, value, n) {
      exports.fill(address(x, n), value, n);
    },

    copy(y, x, n) {
      exports.copy(address(y, n), address(x, n), n);
    },

    record(work, tape) {
      const recorder = createRecorder(Object.keys(operations));
      exports = recorder.operations as unknown as Exports;
      try {
        work();
      } finally {
        exports = operations;
      }
      const words = recorder.words();
      if (words === null || words.length > tape.length) return null;
      const at = address(tape, words.length);
      new Int32Array(buffer, at, words.length).set(words);
      const count = words.length / instructionWords;
      return (rate, step) => operations.replay(at, count, rate, step);
    },
  };
}

/** How many entries the first B rows have. */
function checkedEntries({ starts }: SparseRows, B: number): number {
  if (starts.length <= B)
    throw new RangeError(`There is room for ${starts.length - 1} sparse rows, not ${B}`);
  return starts[B];
}
