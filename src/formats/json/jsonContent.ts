/**
 * A JSON file before it is parsed: its content is its text without the space between the signs, so a file that was
 * only laid out anew keeps its checksum. Found on the way: how deep it goes and how much it lists.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { FormatError } from '../weights';

const MAX_DEPTH = 16;

/** What a file may have of what takes memory once it is parsed. */
export type JsonLimits = {
  /** What such files hold, for messages. */
  readonly holds: string;
  readonly items: number;
  readonly names: number;
  /** What to do with more, as a sentence. */
  readonly instead: string;
};

/** Throws a FormatError: `truncated` for brackets that stay open, `unsafe` for too many in each other, `tooLarge`. */
export function jsonContent(
  file: Uint8Array,
  { holds, items, names: mostNames, instead }: JsonLimits,
): Uint8Array {
  const content = new Uint8Array(file.length);
  let length = 0;
  let depth = 0;
  let commas = 0;
  let names = 0;
  let inText = false;
  for (let at = 0; at < file.length; at++) {
    const byte = file[at];
    if (!inText && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) continue;
    content[length++] = byte;
    if (byte === 0x22) inText = !inText;
    else if (inText) {
      // A backslash takes the sign behind it along.
      if (byte === 0x5c && at + 1 < file.length) content[length++] = file[++at];
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > MAX_DEPTH)
        throw new FormatError(
          'unsafe',
          `The JSON has more than ${MAX_DEPTH} brackets in each other at byte ${at}; files of ${holds} have 8 at most.`,
          { offset: at },
        );
    } else if (byte === 0x7d || byte === 0x5d) depth--;
    else if (byte === 0x3a && ++names > mostNames)
      throw new FormatError(
        'tooLarge',
        `The JSON names more than ${mostNames} things; files of ${holds} name fewer.`,
        { offset: at },
      );
    else if (byte === 0x2c && ++commas > items)
      throw new FormatError('tooLarge', `The JSON lists more than ${items} things. ${instead}`, {
        offset: at,
      });
  }
  if (depth > 0 || inText)
    throw new FormatError(
      'truncated',
      `The JSON ends after ${file.length} bytes within ${inText ? 'a text' : 'its brackets'}. Get the file again, or close what was opened.`,
      { offset: file.length },
    );
  return content.subarray(0, length);
}

const MEMBER_START = '"sha256":"';
const MEMBER_BYTES = MEMBER_START.length + 64 + '",'.length;

/** SHA-256 of the content, as hexadecimal digits, without the member that holds it, near the beginning. */
export function contentHash(content: Uint8Array): string {
  const at = String.fromCharCode(...content.subarray(0, 200)).indexOf(MEMBER_START);
  const hash = sha256.create();
  if (at < 0) hash.update(content);
  else hash.update(content.subarray(0, at)).update(content.subarray(at + MEMBER_BYTES));
  return Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
