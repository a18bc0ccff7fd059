/** One SHA-256 of what the kernels' own exp, log, tanh, sine and their kin give, wherever they run. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { kernelBytes } from '../../src/kernels/bytes';

/** Functions of `n` numbers: addresses of y and x, and n. expArray and logarithm are exported for tests alone. */
const arrayFunctions = [
  'expArray',
  'tanhForward',
  'sineForward',
  'sigmoidForward',
  'eluForward',
  'geluForward',
] as const;

type Elementary = Record<(typeof arrayFunctions)[number], (y: number, x: number, n: number) => void> & {
  logarithm(x: number): number;
  heapBase(): number;
};

/** A prime, so that exponents and mantissas mix: about a million of the 2³² bit patterns. */
const stride = 4099;
const count = Math.floor(2 ** 32 / stride);

/** SHA-256 over the outputs for float32 numbers of all magnitudes, ±Infinity and denormals too; of all NaN one. */
export function elementaryHash(): string {
  const memory = new WebAssembly.Memory({ initial: 8 + Math.ceil((8 * count) / 65536) });
  const module = new WebAssembly.Module(kernelBytes);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Elementary;
  const start = Math.ceil(exports.heapBase() / 16) * 16;
  const [x, y] = [new Float32Array(memory.buffer, start, count), new Float32Array(count)];
  const result = new Float32Array(memory.buffer, x.byteOffset + x.byteLength, count);
  new Uint32Array(memory.buffer, start, count).forEach((_, i, patterns) => {
    patterns[i] = i * stride;
  });
  x.set([Infinity, -Infinity, 0, -0, NaN], 1);
  const hash = sha256.create();
  for (const name of arrayFunctions) {
    exports[name](result.byteOffset, x.byteOffset, count);
    y.set(result);
    hash.update(bytesOf(y));
  }
  // The logarithm is made for sums of exponentials, which are not below 1.
  hash.update(
    bytesOf(
      Float64Array.from(
        x.filter((value) => !(value < 1)),
        (value) => exports.logarithm(value),
      ),
    ),
  );
  return bytesToHex(hash.digest());
}

/** The sign and the payload of a NaN are nobody's promise: all become the same bytes. */
function bytesOf(values: Float32Array | Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.slice().buffer);
  const size = values.BYTES_PER_ELEMENT;
  values.forEach((value, i) => {
    if (Number.isNaN(value)) bytes.fill(0xff, i * size, (i + 1) * size);
  });
  return bytes;
}
