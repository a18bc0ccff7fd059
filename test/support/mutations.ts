/** Files as an accident or an attacker leaves them. */
import type { Random } from '../../src/engine/random';

/** A copy of one of `seeds` with one to four changes: bits, bytes, cuts, and pieces of itself or of another seed put in. */
export function mutated(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(seeds[random.integer(seeds.length)]);
  for (let change = 1 + random.integer(4); change > 0 && bytes.length > 0; change--)
    bytes = changed(bytes, seeds[random.integer(seeds.length)], random);
  return bytes;
}

/** What stands for limits in many formats. */
const edges = [0, 1, 0x7f, 0x80, 0xff, 0x20, 0x22, 0x5b, 0x7b];

function changed(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const at = random.integer(bytes.length);
  const length = 1 + random.integer(Math.min(64, bytes.length));
  const piece = () => {
    const from = random.integer(other.length);
    return other.subarray(from, from + length);
  };
  const copy = bytes.slice();
  switch (random.integer(7)) {
    case 0:
      copy[at] ^= 1 << random.integer(8);
      return copy;
    case 1:
      copy[at] = edges[random.integer(edges.length)];
      return copy;
    case 2:
      // A length or an offset of four bytes.
      copy.set([random.integer(256), 0xff, 0xff, random.integer(256)].slice(0, bytes.length - at), at);
      return copy;
    case 3:
      return bytes.slice(0, at);
    case 4:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 5:
      return joined(bytes.subarray(0, at), piece(), bytes.subarray(at));
    default:
      return joined(bytes.subarray(0, at), piece(), bytes.subarray(at + length));
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
