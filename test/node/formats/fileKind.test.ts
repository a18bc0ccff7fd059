import { expect, test } from 'vitest';
import { readWeightsFile } from '../../../src/formats/formats';
import { readNpz, writeNpz } from '../../../src/formats/npz/npz';
import { buildZip } from './buildZip';
import { formatErrorOf, smallWeights } from './sampleWeights';

const text = (value: string) => Uint8Array.from(value, (sign) => sign.charCodeAt(0));

test.each([
  ['a PNG', text('\x89PNG\r\n\x1a\n...'), 'a PNG image'],
  ['a JPEG', text('\xff\xd8\xff\xe0'), 'a JPEG image'],
  ['a PDF', text('%PDF-1.7'), 'a PDF document'],
  ['JSON after a byte order mark', text('\xef\xbb\xbf [1]'), 'a JSON or other text file'],
  ['a web page', text('<!doctype html>'), 'a web page'],
  ['plain text', text('hello\nthere'), 'a text file'],
  ['an .npy', text('\x93NUMPY\x01\x00'), 'a single NumPy array'],
  ['HDF5', text('\x89HDF\r\n'), 'an HDF5 file'],
  ['gzip', text('\x1f\x8b\x08'), 'a gzip file'],
  ['IDX', text('\x00\x00\x08\x03\x00\x00\xea\x60'), 'an IDX file of MNIST'],
  ['zeros', new Uint8Array(100), 'of a kind that is not known'],
])('%s is refused by what it is, with what is expected', (_, bytes, kind) => {
  const error = formatErrorOf(() => readWeightsFile(bytes));
  expect(error.code).toBe('wrongKind');
  expect(error.message).toContain(`The file is ${kind}`);
  expect(error.message).toContain('Choose a file of weights: .safetensors, .npz, .pkl, .onnx or .json.');
});

test('an empty file says so, as for a folder', () => {
  const error = formatErrorOf(() => readWeightsFile(new Uint8Array(0)));
  expect([error.code, error.message.includes('0 bytes'), error.message.includes('folder')]).toEqual([
    'empty',
    true,
    true,
  ]);
});

test.each([
  ['an empty zip', buildZip([]), 'missing', 'an empty zip archive'],
  [
    'a Word document',
    buildZip([{ name: 'word/document.xml', data: text('<x/>') }]),
    'unsafe',
    '“word/document.xml”',
  ],
  [
    'a PyTorch file',
    buildZip([{ name: 'archive/data.pkl', data: text('\x80\x02') }]),
    'wrongKind',
    'one of torch.save',
  ],
  ['a zip of pictures', buildZip([{ name: 'cat.png', data: text('\x89PNG') }]), 'wrongKind', '“cat.png”'],
])('%s: what was seen and what is expected', (_, bytes, code, message) => {
  const error = formatErrorOf(() => readWeightsFile(bytes));
  expect(error.code).toBe(code);
  expect(error.message).toContain(message);
});

test('a file over 256 MB is refused before it is looked into', () => {
  const bytes = new Uint8Array(256 * 2 ** 20 + 1);
  bytes.set(writeNpz(smallWeights));
  expect(formatErrorOf(() => readNpz(bytes)).code).toBe('tooLarge');
});
