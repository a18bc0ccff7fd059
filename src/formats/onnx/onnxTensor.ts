/** A tensor of an ONNX file: its head first, its numbers when they are wanted and known to be few enough. */
import { bfloatToFloat, halfToFloat } from '../half';
import { FormatError, quote } from '../weights';
import { dataTypes, tensorFields } from './onnxFields';
import {
  bytesOf,
  type Field,
  type Fields,
  fixedNumbers,
  integerOf,
  integersOf,
  messageOf,
  only,
  readFields,
  textOf,
} from './protobuf';

const MAX_AXES = 8;
const MAX_NUMBERS = 2 ** 31;

export type OnnxTensor = {
  readonly name: string;
  readonly shape: readonly number[];
  /** Product of the shape. */
  readonly count: number;
  readonly dataType: number;
  readonly fields: Fields<typeof tensorFields>;
  readonly offset: number;
};

/** Throws a FormatError for a tensor whose numbers lie elsewhere, or whose shape is none. */
export function readTensor(field: Field): OnnxTensor {
  const fields = readFields(messageOf(field), tensorFields);
  const nameField = only(fields.name, 'name');
  const name = nameField ? textOf(nameField) : '';
  const fail = (code: 'unsupported' | 'damaged' | 'tooLarge', what: string, offset = field.tag) =>
    new FormatError(code, `The tensor ${quote(name)} ${what}`, { entry: name, offset });
  const location = only(fields.dataLocation, 'data_location');
  if (fields.externalData.length > 0 || (location && integerOf(location) !== 0))
    throw fail(
      'unsupported',
      'lies in another file (external data), and only this file is read. Save the model with its weights inside.',
    );
  if (fields.segment.length > 0) throw fail('unsupported', 'is split into segments.');
  const shape = integersOf(fields.dims, MAX_AXES);
  if (shape.some((size) => size < 0))
    throw fail('damaged', `has the shape [${shape.join(', ')}]. Export it again.`);
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > MAX_NUMBERS) throw fail('tooLarge', `says that it holds ${count} numbers.`);
  const type = only(fields.dataType, 'data_type');
  return { name, shape, count, dataType: type ? integerOf(type) : 0, fields, offset: field.tag };
}

/** Bytes of a number in raw_data, and how it is read from there. */
const floatKinds: Record<number, { size: number; read: (view: DataView, at: number) => number }> = {
  [dataTypes.float]: { size: 4, read: (view, at) => view.getFloat32(at, true) },
  [dataTypes.double]: { size: 8, read: (view, at) => view.getFloat64(at, true) },
  [dataTypes.float16]: { size: 2, read: (view, at) => halfToFloat(view.getUint16(at, true)) },
  [dataTypes.bfloat16]: { size: 2, read: (view, at) => bfloatToFloat(view.getUint16(at, true)) },
};

const integerKinds: Record<number, { size: number; read: (view: DataView, at: number) => number }> = {
  [dataTypes.int32]: { size: 4, read: (view, at) => view.getInt32(at, true) },
  [dataTypes.int64]: { size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
};

/**
 * The numbers as float32 in fresh memory, float64 rounded to nearest; raw or in the field of their type. Throws a
 * FormatError for other types, and unless there are as many as the shape says.
 */
export function floatsOf(tensor: OnnxTensor): Float32Array {
  const { dataType, fields, count } = tensor;
  const kind = floatKinds[dataType];
  if (!kind)
    throw new FormatError(
      'unsupported',
      `The tensor ${quote(tensor.name)} holds numbers of type ${dataType} of ONNX; float32, float64, float16 and bfloat16 are read.`,
      { entry: tensor.name, field: 'data_type', offset: tensor.offset },
    );
  const raw = rawView(tensor, kind.size);
  if (raw) return filled(count, [raw], kind);
  if (dataType === dataTypes.float) return filled(count, fixedNumbers(fields.floatData, 4, count), kind);
  if (dataType === dataTypes.double) return filled(count, fixedNumbers(fields.doubleData, 8, count), kind);
  const bits = integersOf(fields.int32Data, count);
  requireCount(tensor, bits.length);
  return Float32Array.from(bits, dataType === dataTypes.float16 ? halfToFloat : bfloatToFloat);
}

/** Whole numbers: sizes, axes. Throws a FormatError for other types, and unless there are as many as the shape says. */
export function integersIn(tensor: OnnxTensor): number[] {
  const { dataType, fields, count } = tensor;
  const kind = integerKinds[dataType];
  if (!kind)
    throw new FormatError(
      'unsupported',
      `The tensor ${quote(tensor.name)} holds numbers of type ${dataType} of ONNX where whole numbers (int64) are expected.`,
      { entry: tensor.name, field: 'data_type', offset: tensor.offset },
    );
  const raw = rawView(tensor, kind.size);
  if (raw) return Array.from({ length: count }, (_, i) => kind.read(raw, kind.size * i));
  const values = integersOf(dataType === dataTypes.int32 ? fields.int32Data : fields.int64Data, count);
  requireCount(tensor, values.length);
  return values;
}

function rawView(tensor: OnnxTensor, size: number): DataView | null {
  const field = only(tensor.fields.rawData, 'raw_data');
  if (!field) return null;
  const bytes = bytesOf(field);
  requireCount(tensor, bytes.length / size);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function requireCount({ name, shape, count, offset }: OnnxTensor, found: number): void {
  if (found !== count)
    throw new FormatError(
      'damaged',
      `The tensor ${quote(name)} has the shape [${shape.join(', ')}], which is ${count} numbers, but ${found} are there. Export the file again.`,
      { entry: name, offset },
    );
}

function filled(
  count: number,
  views: readonly DataView[],
  { size, read }: (typeof floatKinds)[number],
): Float32Array {
  const values = new Float32Array(count);
  let to = 0;
  for (const view of views) for (let at = 0; at < view.byteLength; at += size) values[to++] = read(view, at);
  return values;
}
