/** How the names of files are shown. */
import { expect, test } from 'vitest';
import { shownName } from '../../../src/training/fileFormats';

test.each([
  ['a plain name stays as it is', 'Gewichte – 数字.npz', 'Gewichte – 数字.npz'],
  ['what turns the direction of text, or is none, is replaced', '\u202ezpn.exe\u0000.npz', '�zpn.exe�.npz'],
  ['of a long name both ends are shown', `${'a'.repeat(240)}.npz`, `${'a'.repeat(40)}…${'a'.repeat(35)}.npz`],
  ['a name of 80 characters is not long', `${'😀'.repeat(76)}.npz`, `${'😀'.repeat(76)}.npz`],
])('%s', (_, name, shown) => {
  expect(shownName(name)).toBe(shown);
  expect(Array.from(shown).length).toBeLessThanOrEqual(80);
});
