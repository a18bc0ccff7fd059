/** Weights as other programs save them: no card, tensors under names of their own. */
import type { Tensor } from '../../src/formats/weights';

/** What safetensors' own `save_file` writes. */
export function bareSafetensors(tensors: readonly Tensor[]): Uint8Array {
  let end = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const start = end;
    end += values.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [start, end] }];
  });
  const text = JSON.stringify(Object.fromEntries(entries));
  const header = Buffer.from(text.padEnd(8 * Math.ceil(text.length / 8)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const data = tensors.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  return new Uint8Array(Buffer.concat([length, header, ...data]));
}

/** Each matrix with its bias as one more column, as the NumPy original keeps them; `w1`, `w2`, … */
export function withBiasNodes(tensors: readonly Tensor[]): Tensor[] {
  const matrices = tensors.filter(({ shape }) => shape.length === 2);
  return matrices.map(({ name, shape: [rows, columns], values }, index) => {
    const bias = tensors.find((tensor) => tensor.name === name.replace('weight', 'bias'));
    const joined = Array.from({ length: rows }, (_, row) => [
      ...values.subarray(row * columns, (row + 1) * columns),
      bias?.values[row] ?? 0,
    ]);
    return {
      name: `w${index + 1}`,
      shape: [rows, columns + 1],
      values: Float32Array.from(joined.flat()),
    };
  });
}
