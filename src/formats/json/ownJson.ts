/**
 * JSON files of our own, whatever they hold: what it is and in which version, then a SHA-256 of the content, that may be
 * deleted from a file edited by hand, then the members.
 */
import { strFromU8, strToU8 } from 'fflate';
import { FormatError } from '../weights';
import { contentHash, type JsonLimits, jsonContent } from './jsonContent';
import { firstJsonMistake } from './jsonMistake';

export type JsonKind = {
  /** What stands under "format". */
  readonly format: string;
  readonly limits: JsonLimits & { readonly fileBytes: number };
};

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `members` as they are to stand there, `  "name": value`; the same bytes for the same members. */
export function writeOwnJson({ format, limits }: JsonKind, members: readonly string[]): Uint8Array {
  const opening = ['{', `  "format": "${format}",`, '  "version": 1,'];
  const rest = [members.join(',\n'), '}', ''];
  const hash = contentHash(jsonContent(strToU8([...opening, ...rest].join('\n')), limits));
  return strToU8([...opening, `  "sha256": "${hash}",`, ...rest].join('\n'));
}

/**
 * The object that `writeOwnJson` wrote, laid out in any way, with all its members unchecked but `format` and, in
 * version 1, `sha256`. Throws a FormatError.
 */
export function readOwnJson(bytes: Uint8Array, { format, limits }: JsonKind): JsonObject {
  if (bytes.length > limits.fileBytes)
    throw new FormatError(
      'tooLarge',
      `The JSON has ${bytes.length} bytes; at most ${limits.fileBytes} are read. ${limits.instead}`,
    );
  // Some editors put a byte order mark in front.
  const file = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  const content = jsonContent(file, limits);
  const root = parse(file);
  if (!isObject(root) || root.format !== format)
    throw new FormatError(
      'wrongKind',
      `The file is JSON, but not of ${limits.holds}: it has no "format": "${format}". Choose a .json that was exported here.`,
      { field: 'format' },
    );
  if (root.version === 1 && root.sha256 !== undefined && root.sha256 !== contentHash(content))
    throw new FormatError(
      'damaged',
      'The file was changed since it was written: its checksum is that of another content. If you edited it on purpose, delete the line that begins with "sha256" and open it again; else get the file again.',
      { field: 'sha256' },
    );
  return root;
}

/** Whether the file begins as a JSON object does. */
export function recognisesJson(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, 1000));
  return /^(?:\xef\xbb\xbf)?[ \n\r\t]*\{[ \n\r\t]*(?:["}]|$)/.test(start);
}

function parse(file: Uint8Array): unknown {
  const text = strFromU8(file);
  try {
    return JSON.parse(text);
  } catch {
    const before = text.slice(0, firstJsonMistake(text));
    const line = before.split('\n').length;
    throw new FormatError(
      'damaged',
      `The file is not valid JSON from line ${line} on, at sign ${before.length - before.lastIndexOf('\n')} of it. If it was edited by hand, look for a comma or a bracket too many or too few; else get it again.`,
      { offset: strToU8(before).length, field: `line ${line}` },
    );
  }
}
