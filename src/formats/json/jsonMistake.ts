/**
 * Where a text stops being JSON, for the error only: what JSON.parse says of it differs from browser to browser, and
 * often is no place at all. Source: RFC 8259.
 */

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd';

const space = /[ \t\r\n]*/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Index of the first sign that cannot stand where it does; the length of the text if it ends too early. */
export function firstJsonMistake(text: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const after = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
  for (;;) {
    at = after(space);
    const sign = text[at];
    const isValue: boolean = expected === 'value' || expected === 'valueOrEnd';
    const isKey: boolean = expected === 'key' || expected === 'keyOrEnd';
    if (sign === ':' && expected === 'colon') expected = 'value';
    else if (sign === ',' && expected === 'commaOrEnd' && open.length > 0)
      expected = open.at(-1) === '{' ? 'key' : 'value';
    else if (isEnd(sign, open.at(-1), expected)) {
      open.pop();
      expected = 'commaOrEnd';
    } else if (sign === '{' && isValue) {
      open.push(sign);
      expected = 'keyOrEnd';
    } else if (sign === '[' && isValue) {
      open.push(sign);
      expected = 'valueOrEnd';
    } else if (sign === '"' && (isValue || isKey)) {
      for (at++; text[at] !== '"'; ) {
        const next = text[at] === '\\' ? after(escapeSequence) : at + 1;
        if (next < 0 || at >= text.length || text[at] < ' ') return at;
        at = next;
      }
      expected = isKey ? 'colon' : 'commaOrEnd';
    } else {
      const end = isValue ? after(scalar) : -1;
      if (end < 0) return at;
      at = end;
      expected = 'commaOrEnd';
      continue;
    }
    at++;
  }
}

function isEnd(sign: string, opened: string | undefined, expected: Expected): boolean {
  if (sign === '}') return opened === '{' && (expected === 'keyOrEnd' || expected === 'commaOrEnd');
  return sign === ']' && opened === '[' && (expected === 'valueOrEnd' || expected === 'commaOrEnd');
}
