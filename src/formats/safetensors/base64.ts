/** Bytes as text and back, for formats whose metadata are texts. Source: RFC 4648, section 4. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOfSign = new Map(Array.from(alphabet, (sign, value) => [sign.charCodeAt(0), value]));

export function base64(bytes: Uint8Array): string {
  const signs = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill(0x3d);
  let to = 0;
  for (let from = 0; from < bytes.length; from += 3) {
    const left = bytes.length - from;
    const word = (bytes[from] << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    for (let k = 0; k <= Math.min(3, left); k++)
      signs[to + k] = alphabet.charCodeAt((word >> (18 - 6 * k)) & 63);
    to += 4;
  }
  const pieces: string[] = [];
  for (let from = 0; from < signs.length; from += 8192)
    pieces.push(String.fromCharCode(...signs.subarray(from, from + 8192)));
  return pieces.join('');
}

/** Null for what is not exactly as `base64` writes it. */
export function bytesOfBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const filling = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = text.length - filling;
  const bytes = new Uint8Array((3 * text.length) / 4 - filling);
  let word = 0;
  let to = 0;
  for (let at = 0; at < length; at++) {
    const value = valueOfSign.get(text.charCodeAt(at));
    if (value === undefined) return null;
    word = ((word << 6) | value) & 0xffffff;
    if (at % 4 === 3) {
      bytes[to++] = word >> 16;
      bytes[to++] = (word >> 8) & 255;
      bytes[to++] = word & 255;
    }
  }
  // The bits that no byte needs are zeros.
  if (filling === 1) {
    if (word & 3) return null;
    bytes[to++] = (word >> 10) & 255;
    bytes[to++] = (word >> 2) & 255;
  } else if (filling === 2) {
    if (word & 15) return null;
    bytes[to++] = (word >> 4) & 255;
  }
  return bytes;
}
