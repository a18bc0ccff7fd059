/**
 * Writes the pickle of the NumPy original: `[0-d zero, layer 1, layer 2, …]`, float64 arrays `[outputs, inputs]`, the
 * bias as one more column at the end. Byte for byte what NumPy 1 and `pickle.dump(weights, file, protocol=2)` write;
 * NumPy 2 reads it too.
 */
import { fileTensors } from '../checkpoint';
import { FormatError, type Tensor, type Weights } from '../weights';
import { operationByte, type PickleOperation } from './pickleOpcodes';

/**
 * The same bytes for the same weights. Neither the card nor the state of a run is in them. Throws a FormatError
 * (`unsupported`) for networks that are more than dense layers with activations and dropout.
 */
export function writePickle(weights: Weights): Uint8Array {
  fileTensors(weights);
  const arrays = layerArrays(weights);
  const writer = new PickleWriter();
  writer.list([{ shape: [], values: [0] }, ...arrays]);
  return writer.bytes();
}

type Float64Matrix = { readonly shape: readonly number[]; readonly values: ArrayLike<number> };

function layerArrays({ card, tensors }: Weights): Float64Matrix[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const arrays = card.network.layers.flatMap((layer, index) => {
    if (layer.type === 'activation' || layer.type === 'dropout') return [];
    if (layer.type !== 'dense')
      throw new FormatError(
        'unsupported',
        `A .pkl holds dense layers only; layer ${index + 1} of this network is of the type ${layer.type}. Choose .safetensors, .npz or .onnx.`,
        { field: `network.layers.${index}` },
      );
    const weight = byName.get(`layers.${index}.weight`);
    return weight ? [withBias(weight, byName.get(`layers.${index}.bias`))] : [];
  });
  if (arrays.length === 0)
    throw new FormatError(
      'unsupported',
      'This network has no dense layer, so a .pkl would hold nothing. Choose .safetensors.',
      { field: 'network.layers' },
    );
  return arrays;
}

function withBias({ shape, values }: Tensor, bias: Tensor | undefined): Float64Matrix {
  if (!bias) return { shape, values };
  const [outputs, inputs] = shape;
  const joined = new Float32Array(outputs * (inputs + 1));
  for (let row = 0; row < outputs; row++) {
    joined.set(values.subarray(row * inputs, (row + 1) * inputs), row * (inputs + 1));
    joined[row * (inputs + 1) + inputs] = bias.values[row];
  }
  return { shape: [outputs, inputs + 1], values: joined };
}

/** What Python keeps in its memo is written once and referred to afterwards. */
class PickleWriter {
  readonly #parts: Uint8Array[] = [Uint8Array.of(operationByte('PROTO'), 2)];
  readonly #memo = new Map<string, number>();
  #kept = 0;

  list(arrays: readonly Float64Matrix[]): void {
    this.#write('EMPTY_LIST');
    this.#keep();
    this.#write('MARK');
    for (const array of arrays) this.#array(array);
    this.#write('APPENDS');
    this.#write('STOP');
  }

  bytes(): Uint8Array {
    const length = this.#parts.reduce((sum, part) => sum + part.length, 0);
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  #array({ shape, values }: Float64Matrix): void {
    this.#global('numpy.core.multiarray', '_reconstruct');
    this.#global('numpy', 'ndarray');
    this.#integer(0);
    this.#tuple(1);
    this.#once('b', () => this.#latin1(Uint8Array.of(0x62)));
    this.#tuple(3);
    this.#call();
    this.#write('MARK');
    this.#integer(1);
    for (const size of shape) this.#integer(size);
    this.#tuple(shape.length);
    this.#once('dtype', () => this.#dtype());
    this.#write('NEWFALSE');
    const data = new DataView(new ArrayBuffer(8 * values.length));
    for (let index = 0; index < values.length; index++) data.setFloat64(8 * index, values[index], true);
    this.#latin1(new Uint8Array(data.buffer));
    this.#write('TUPLE');
    this.#keep();
    this.#write('BUILD');
  }

  /** numpy.dtype('f8', False, True), little-endian. */
  #dtype(): void {
    this.#global('numpy', 'dtype');
    this.#text(Uint8Array.of(0x66, 0x38));
    this.#write('NEWFALSE');
    this.#write('NEWTRUE');
    this.#tuple(3);
    this.#call();
    const place = this.#kept - 1;
    this.#write('MARK');
    this.#integer(3);
    this.#text(Uint8Array.of(0x3c));
    for (let field = 0; field < 3; field++) this.#write('NONE');
    this.#integer(-1);
    this.#integer(-1);
    this.#integer(0);
    this.#write('TUPLE');
    this.#keep();
    this.#write('BUILD');
    this.#memo.set('dtype', place);
  }

  /** Bytes, which protocol 2 has not: as text, and how to turn that back. */
  #latin1(bytes: Uint8Array): void {
    this.#global('_codecs', 'encode');
    this.#text(toUtf8(bytes));
    this.#once('latin1', () => this.#text(asciiBytes('latin1')));
    this.#tuple(2);
    this.#call();
  }

  /** Writes a value the first time, refers to it later. What `write` keeps last is the value, unless it says which. */
  #once(key: string, write: () => void): void {
    const place = this.#memo.get(key);
    if (place !== undefined) {
      this.#numbered('BINGET', 'LONG_BINGET', place);
      return;
    }
    write();
    if (!this.#memo.has(key)) this.#memo.set(key, this.#kept - 1);
  }

  #global(module: string, name: string): void {
    this.#once(`${module}.${name}`, () => {
      this.#write('GLOBAL', asciiBytes(`${module}\n${name}\n`));
      this.#keep();
    });
  }

  #call(): void {
    this.#write('REDUCE');
    this.#keep();
  }

  #text(utf8: Uint8Array): void {
    this.#write('BINUNICODE', uint32(utf8.length));
    this.#parts.push(utf8);
    this.#keep();
  }

  #tuple(length: number): void {
    const operation = (['EMPTY_TUPLE', 'TUPLE1', 'TUPLE2', 'TUPLE3'] as const)[length];
    this.#write(operation);
    if (length > 0) this.#keep();
  }

  #integer(value: number): void {
    if (value >= 0 && value < 256) this.#write('BININT1', Uint8Array.of(value));
    else if (value >= 0 && value < 65_536) this.#write('BININT2', Uint8Array.of(value & 255, value >> 8));
    else this.#write('BININT', uint32(value));
  }

  #keep(): void {
    this.#numbered('BINPUT', 'LONG_BINPUT', this.#kept++);
  }

  #numbered(short: PickleOperation, long: PickleOperation, place: number): void {
    if (place < 256) this.#write(short, Uint8Array.of(place));
    else this.#write(long, uint32(place));
  }

  #write(operation: PickleOperation, argument: Uint8Array = new Uint8Array(0)): void {
    this.#parts.push(Uint8Array.of(operationByte(operation), ...argument));
  }
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

/** Each byte as the character of that number, in UTF-8. */
function toUtf8(bytes: Uint8Array): Uint8Array {
  const utf8 = new Uint8Array(bytes.length + bytes.reduce((sum, byte) => sum + (byte >> 7), 0));
  let at = 0;
  for (const byte of bytes)
    if (byte < 0x80) utf8[at++] = byte;
    else {
      utf8[at++] = 0xc0 | (byte >> 6);
      utf8[at++] = 0x80 | (byte & 0x3f);
    }
  return utf8;
}
