/** All formats of weights: which one a file is in is read from its bytes, never from its name. */
import { describeFile } from './fileKind';
import type { WrittenNumbers } from './half';
import { readJson, writeJson } from './json/json';
import { recognisesJson } from './json/ownJson';
import { readNpz, recognisesNpz, writeNpz } from './npz/npz';
import { readOnnx, recognisesOnnx, writeOnnx } from './onnx/onnx';
import { readPickle, recognisesPickle } from './pickle/pickle';
import { writePickle } from './pickle/pickleWrite';
import { readSafetensors, recognisesSafetensors, writeSafetensors } from './safetensors/safetensors';
import { type FileContents, FormatError, type Weights } from './weights';

export type WeightsFormat = {
  /** Whether a file that begins so is to be read as this, and its errors are to be told as this format's. */
  readonly recognises: (bytes: Uint8Array) => boolean;
  /** `bytes` is not kept. Throws a FormatError, and nothing else, for whatever is wrong. */
  readonly read: (bytes: Uint8Array) => FileContents;
  /** The same bytes for the same weights. Throws a FormatError for weights that this format can't hold, or that could not be read again. */
  readonly write: (weights: Weights) => Uint8Array;
};

/** In the order in which they are tried. */
const formats = {
  safetensors: { recognises: recognisesSafetensors, read: readSafetensors, write: writeSafetensors },
  npz: { recognises: recognisesNpz, read: readNpz, write: writeNpz },
  onnx: { recognises: recognisesOnnx, read: readOnnx, write: writeOnnx },
  pickle: { recognises: recognisesPickle, read: readPickle, write: writePickle },
  json: { recognises: recognisesJson, read: readJson, write: writeJson },
} as const satisfies Record<string, WeightsFormat>;

export type FormatName = keyof typeof formats;

/** Throws a FormatError as `write` does; float16 is written as safetensors only. */
export function writeWeightsFile(
  format: FormatName,
  weights: Weights,
  numbers: WrittenNumbers = 'float32',
): Uint8Array {
  if (numbers === 'float32') return formats[format].write(weights);
  if (format === 'safetensors') return writeSafetensors(weights, numbers);
  throw new FormatError(
    'unsupported',
    `Numbers of 16 bits are not written as ${format}. Choose .safetensors, or float32.`,
  );
}

/** Throws a FormatError. */
export function readWeightsFile(bytes: Uint8Array): { format: FormatName; contents: FileContents } {
  const expected = 'Choose a file of weights: .safetensors, .npz, .pkl, .onnx or .json.';
  if (bytes.length === 0)
    throw new FormatError(
      'empty',
      `The file is empty (0 bytes), as a folder or a broken download can be. ${expected}`,
    );
  for (const [name, { recognises, read }] of Object.entries(formats))
    if (recognises(bytes)) return { format: name as FormatName, contents: read(bytes) };
  throw new FormatError('wrongKind', `The file is ${describeFile(bytes)}. ${expected}`, { offset: 0 });
}
