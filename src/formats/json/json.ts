/**
 * Weights as JSON (.json), to be read by people and by any program: our own. Each number is the shortest decimal that
 * gives the same float32 again; one row of a matrix a line.
 */
import { cardText, parseCard } from '../card';
import { fileTensors, weightsFromFile } from '../checkpoint';
import { parsePosition, positionText } from '../position';
import { FormatError, type FormatErrorCode, quote, shapeText, type Tensor, type Weights } from '../weights';
import { isObject, type JsonKind, type JsonObject, readOwnJson, writeOwnJson } from './ownJson';

const kind: JsonKind = {
  format: 'scratchnet-weights',
  limits: {
    holds: 'weights',
    fileBytes: 32 * 2 ** 20,
    items: 1_200_000,
    // Numbers have no names; a card has some hundred, each tensor three.
    names: 10_000,
    instead: 'Choose .safetensors for large networks.',
  },
};

const MAX_NUMBERS = 1_000_000;
const MAX_TENSORS = 1000;
const MAX_DIMENSIONS = 4;

const fields = ['format', 'version', 'sha256', 'card', 'position', 'tensors', 'moments'];
const tensorFields = ['name', 'shape', 'values'];

/** The same bytes for the same weights, a saved state too. Throws a FormatError for more than a million numbers. */
export function writeJson(weights: Weights): Uint8Array {
  const { card, tensors, saved } = weights;
  const numbers = fileTensors(weights).reduce((sum, { values }) => sum + values.length, 0);
  if (numbers > MAX_NUMBERS)
    throw new FormatError(
      'unsupported',
      `A .json is for small networks: at most ${MAX_NUMBERS} numbers, and here are ${numbers}. Choose .safetensors or .npz.`,
    );
  return writeOwnJson(kind, [
    `  "card": ${indented(JSON.stringify(JSON.parse(cardText(card)).card, null, 2))}`,
    ...(saved ? [`  "position": ${positionText(saved.position)}`] : []),
    `  "tensors": [\n${tensors.map(tensorText).join(',\n')}\n  ]`,
    ...(saved ? [`  "moments": [\n${saved.moments.map(tensorText).join(',\n')}\n  ]`] : []),
  ]);
}

/** Reads what `writeJson` wrote, laid out in any way. `bytes` is not kept. Throws a FormatError, and nothing else. */
export function readJson(bytes: Uint8Array): Weights {
  const root = readOwnJson(bytes, kind);
  const { format, version, card, position, tensors, moments } = root;
  const itsCard = parseCard(JSON.stringify({ format, version, card }));
  checkFields(root, fields, '');
  const found = [
    ...readTensors(tensors, 'tensors'),
    ...(moments === undefined ? [] : readTensors(moments, 'moments')),
  ];
  return weightsFromFile(
    itsCard,
    position === undefined ? null : parsePosition(JSON.stringify(position)),
    found,
  );
}

function checkFields(value: JsonObject, known: readonly string[], field: string): void {
  const extra = Object.keys(value).find((key) => !known.includes(key));
  if (extra !== undefined)
    throw fail(
      'unexpected',
      `${field}${field && '.'}${extra}`,
      'is not known. Its fields are',
      known.join(', '),
    );
}

function readTensors(value: unknown, field: string): Tensor[] {
  if (!Array.isArray(value)) throw fail('missing', field, 'should be a list of tensors');
  if (value.length > MAX_TENSORS)
    throw fail('tooLarge', field, `has ${value.length} tensors; at most ${MAX_TENSORS} are read`);
  return value.map((item: unknown, at) => readTensor(item, `${field}[${at}]`));
}

function readTensor(tensor: unknown, field: string): Tensor {
  if (!isObject(tensor)) throw fail('damaged', field, 'should be a tensor: { "name", "shape", "values" }');
  checkFields(tensor, tensorFields, field);
  const { name, values } = tensor;
  if (typeof name !== 'string' || name.length > 200)
    throw fail('damaged', `${field}.name`, 'should be a text');
  const shape = readShape(tensor.shape, `${field}.shape`);
  const count = shape.reduce((product, size) => product * size, 1);
  const flat = Array.isArray(values) && !values.some(Array.isArray);
  const result = new Float32Array(flat ? values.length : count);
  let to = 0;
  const read = (value: unknown, sizes: readonly number[], at: string) => {
    const [size, ...inner] = sizes;
    if (size === undefined) {
      if (typeof value !== 'number')
        throw fail('damaged', at, `should be a number, and is ${quote(String(JSON.stringify(value)))}`);
      result[to++] = value;
      return;
    }
    if (!Array.isArray(value)) throw fail('damaged', at, `should be a list of ${size}`);
    if (value.length !== size)
      throw fail('shape', at, `has ${value.length} items; the shape ${shapeText(shape)} asks for ${size}`);
    for (let index = 0; index < size; index++) read(value[index], inner, `${at}[${index}]`);
  };
  read(values, flat ? [count] : shape, `${field}.values`);
  return { name, shape, values: result };
}

function readShape(value: unknown, field: string): number[] {
  const isShape =
    Array.isArray(value) &&
    value.length <= MAX_DIMENSIONS &&
    value.every((size) => Number.isInteger(size) && size >= 0 && size <= MAX_NUMBERS) &&
    value.reduce((product: number, size: number) => product * size, 1) <= MAX_NUMBERS;
  if (!isShape)
    throw fail(
      'damaged',
      field,
      `should be a list of at most ${MAX_DIMENSIONS} sizes, of at most ${MAX_NUMBERS} numbers together`,
    );
  return value;
}

function tensorText({ name, shape, values }: Tensor): string {
  return [
    '    {',
    `      "name": ${JSON.stringify(name)},`,
    `      "shape": ${shapeText(shape)},`,
    `      "values": ${valuesText(shape, values, '      ')}`,
    '    }',
  ].join('\n');
}

/** Nested as the shape is; the last axis in one line. */
function valuesText(shape: readonly number[], values: Float32Array, indent: string): string {
  if (shape.length <= 1) return `[${Array.from(values, shortestDecimal).join(', ')}]`;
  const [size, ...inner] = shape;
  const step = values.length / size;
  const parts = Array.from({ length: size }, (_, at) =>
    valuesText(inner, values.subarray(at * step, (at + 1) * step), `${indent}  `),
  );
  return `[\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}]`;
}

/** Nine digits always do (IEEE 754); most weights need eight or nine, so shorter ones are tried only where six do. */
export function shortestDecimal(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const rounded = (digits: number) => Number(value.toPrecision(digits));
  const fits = (digits: number) => Math.fround(rounded(digits)) === value;
  let digits = fits(6) ? 1 : 7;
  while (!fits(digits)) digits++;
  return String(rounded(digits));
}

function indented(json: string): string {
  return json.replaceAll('\n', '\n  ');
}

function fail(code: FormatErrorCode, field: string, ...what: string[]): FormatError {
  return new FormatError(
    code,
    `The JSON is wrong at ${quote(field)}: it ${what.join(' ')}. If it was edited by hand, undo that; else export it again.`,
    { field },
  );
}
