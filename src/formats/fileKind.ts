/** Says in words what kind a file is, from its first bytes: for the message only, never to read it. */

/** Beginnings as Latin-1 text; a dot stands for any byte. */
const beginnings: readonly (readonly [string, string])[] = [
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['RIFF....WEBP', 'a WebP image'],
  ['BM', 'a BMP image'],
  ['%PDF', 'a PDF document'],
  ['\x93NUMPY', 'a single NumPy array (.npy)'],
  ['\x89HDF', 'an HDF5 file, as Keras writes it (.h5)'],
  ['\x1f\x8b', 'a gzip file'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive'],
  ['Rar!', 'a RAR archive'],
  ['\xfd7zXZ', 'an xz file'],
  ['BZh', 'a bzip2 file'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard file'],
  ['\x00\x00\x08', 'an IDX file of MNIST'],
  ['\x00asm', 'a WebAssembly module'],
  ['\x7fELF', 'a program'],
  ['MZ', 'a program'],
  ['....ftyp', 'a video or HEIC image'],
  ['ID3', 'an MP3 file'],
];

/** For example "a PNG image". `bytes` may be just the beginning of the file. */
export function describeFile(bytes: Uint8Array): string {
  const start = latin1(bytes.subarray(0, 512));
  const known = beginnings.find(([pattern]) => matches(start, pattern));
  if (known) return known[1];
  const text = start.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^[[{]/.test(text)) return 'a JSON or other text file';
  if (text.startsWith('<')) return 'a web page, XML or SVG file';
  // ir_version, the first field of an ONNX ModelProto.
  if (start.startsWith('\x08')) return 'perhaps an ONNX model';
  if (bytes.subarray(0, 512).every((byte) => byte >= 32 || (byte >= 9 && byte <= 13))) return 'a text file';
  return 'of a kind that is not known here';
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function matches(start: string, pattern: string): boolean {
  return (
    start.length >= pattern.length &&
    Array.from(pattern).every((sign, at) => sign === '.' || sign === start[at])
  );
}
