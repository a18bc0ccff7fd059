/**
 * Labelled digits as an .npz file: `images`, uint8 `[n, 28, 28]`, and `labels`, uint8 `[n]`. Those of other programs are
 * read too, under these names or `x` and `y`, of any plain numbers.
 */
import { npyTensor, readNpy, writeNpyBytes } from '../npz/npy';
import { readZip, writeZip, type ZipFile } from '../npz/zip';
import { readZipDirectory, type ZipEntry } from '../npz/zipDirectory';
import { FormatError, type FormatErrorCode, quote, shapeText } from '../weights';
import { DIGIT_PIXELS, DIGIT_SIDE, type DigitRecord, mostDigits } from './digitRecord';

/** An image as float64 is the most that a digit takes. */
const MAX_ENTRY_BYTES = mostDigits * DIGIT_PIXELS * 8 + 10_012;

/** The images, then the labels. */
const namePairs = [
  ['images.npy', 'labels.npy'],
  ['x.npy', 'y.npy'],
] as const;

/** Of digits with images; strokes are left out. The same bytes for the same digits. */
export function writeDigitsNpz(digits: readonly { label: number; image: Uint8Array }[]): Uint8Array {
  const images = new Uint8Array(digits.length * DIGIT_PIXELS);
  digits.forEach(({ image }, at) => {
    images.set(image, at * DIGIT_PIXELS);
  });
  const labels = Uint8Array.from(digits, ({ label }) => label);
  const entries = [
    { name: 'images.npy', bytes: writeNpyBytes([digits.length, DIGIT_SIDE, DIGIT_SIDE], images) },
    { name: 'labels.npy', bytes: writeNpyBytes([digits.length], labels) },
  ];
  return writeZip(entries, true);
}

/** Whole images and labels, without strokes. `bytes` is not kept. Throws a FormatError, and nothing else. */
export function readDigitsNpz(bytes: Uint8Array): readonly DigitRecord[] {
  const [imagesEntry, labelsEntry] = findPair(readZipDirectory(bytes));
  const files = readZip(bytes, ({ name }) => name === imagesEntry.name || name === labelsEntry.name);
  const [imagesFile, labelsFile] = [imagesEntry, labelsEntry].map(
    ({ name }) => files.find((file) => file.name === name) as ZipFile,
  );
  const images = readImages(imagesFile);
  const labels = readLabels(labelsFile);
  if (images.length !== labels.length)
    throw fail('shape', labelsFile, 'shape', `has ${labels.length} labels for ${images.length} images.`);
  return images.map((image, at) => ({ label: labels[at], image, strokes: null, when: null }));
}

/** Found, and of a size to be read, before anything is unpacked. */
function findPair(entries: readonly ZipEntry[]): readonly [images: ZipEntry, labels: ZipEntry] {
  for (const names of namePairs) {
    const [images, labels] = names.map((name) => entries.find((entry) => entry.name === name));
    if (!images || !labels) continue;
    const large = [images, labels].find(({ size }) => size > MAX_ENTRY_BYTES);
    if (large) throw tooMany(large, `is ${large.size} bytes`);
    return [images, labels];
  }
  if (entries.some(({ name }) => name === 'scratchnet.npy' || /^layers\.\d/.test(name)))
    throw new FormatError('wrongKind', 'The file holds weights, not digits. Upload weights opens it.');
  const names = entries.slice(0, 6).map(({ name }) => quote(name.replace(/\.npy$/, '')));
  throw new FormatError(
    'missing',
    `The file holds ${names.join(', ')}${entries.length > names.length ? ', …' : ''}. Two arrays are read: images and labels, or x and y. In Python: numpy.savez("digits.npz", images=…, labels=…).`,
  );
}

function readImages(file: ZipFile): Uint8Array[] {
  const array = readNpy(file.bytes, file);
  const [digits, ...sizes] = array.header.shape;
  const isRow = sizes.length === 1 && sizes[0] === DIGIT_PIXELS;
  const isSquare = sizes.length === 2 && sizes.every((size) => size === DIGIT_SIDE);
  if (!isRow && !isSquare) throw wrongShape(file, array.header.shape, '[n, 28, 28] or [n, 784] is read');
  if (digits === 0) throw fail('missing', file, 'shape', 'holds no digit.');
  if (digits > mostDigits) throw tooMany(file, `holds ${digits} digits`);
  const { values } = npyTensor(array, file);
  const isWhole = /^[iu]/.test(array.header.type.numbers ?? '');
  const most = isWhole ? 255 : 1;
  // Not a number is in no range.
  const wrong = values.findIndex((value) => !(value >= 0 && value <= most));
  if (wrong >= 0)
    throw fail(
      'damaged',
      file,
      'data',
      `has the value ${values[wrong]} in digit ${Math.floor(wrong / DIGIT_PIXELS) + 1}; ${
        isWhole ? 'whole numbers go from 0 to 255' : 'fractions go from 0 to 1'
      }, paper to ink.`,
    );
  const bytes = values.map((value) => Math.round((255 / most) * value));
  return Array.from(
    { length: digits },
    (_, at) => new Uint8Array(bytes.subarray(at * DIGIT_PIXELS, (at + 1) * DIGIT_PIXELS)),
  );
}

function readLabels(file: ZipFile): Float32Array {
  const array = readNpy(file.bytes, file);
  const { shape } = array.header;
  if (shape.length !== 1) throw wrongShape(file, shape, '[n] is read, a number a digit');
  if (shape[0] > mostDigits) throw tooMany(file, `holds ${shape[0]} labels`);
  const { values } = npyTensor(array, file);
  const wrong = values.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label <= 9));
  if (wrong >= 0)
    throw fail(
      'damaged',
      file,
      'data',
      `has the label ${values[wrong]} for digit ${wrong + 1}; labels are whole numbers from 0 to 9.`,
    );
  return values;
}

function wrongShape(file: ZipFile, shape: readonly number[], wanted: string): FormatError {
  return fail('shape', file, 'shape', `has the shape ${shapeText(shape)}; ${wanted}.`);
}

function tooMany(entry: { readonly name: string; readonly offset: number }, what: string): FormatError {
  const advice = `at most ${mostDigits} digits are read. In Python, take the first: images[:${mostDigits}], labels[:${mostDigits}].`;
  return fail('tooLarge', entry, 'shape', `${what}; ${advice}`);
}

function fail(
  code: FormatErrorCode,
  { name, offset }: { readonly name: string; readonly offset: number },
  field: string,
  what: string,
): FormatError {
  return new FormatError(code, `The array ${quote(name.replace(/\.npy$/, ''))} ${what}`, {
    entry: name,
    field,
    offset,
  });
}
