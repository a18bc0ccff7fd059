/** The tokens as numbers, for canvases. */
import { onThemeChange } from './shell/theme';

export type Rgb = readonly [red: number, green: number, blue: number];

type Token =
  | 'pos'
  | 'neg'
  | 'zero'
  | 'ink'
  | 'paper'
  | 'panel'
  | 'line'
  | 'text'
  | 'muted'
  | 'accent'
  | ClassToken;

const classTokens = [
  'class-0',
  'class-1',
  'class-2',
  'class-3',
  'class-4',
  'class-5',
  'class-6',
  'class-7',
  'class-8',
  'class-9',
] as const;
export type ClassToken = (typeof classTokens)[number];

const known = new Map<string, Rgb>();
let signColors: Uint32Array | null = null;

onThemeChange(() => {
  known.clear();
  signColors = null;
});

/** The colour of a class, from 0; beyond ten they come again. */
export function classToken(index: number): ClassToken {
  return classTokens[index % classTokens.length];
}

/** Reads a token as it is in force now; the browser resolves light-dark() for us. */
export function tokenColor(token: Token): Rgb {
  const cached = known.get(token);
  if (cached) return cached;
  const sample = document.createElement('span');
  // Forced colours replace those of the page, but a heat map without its own colours shows nothing.
  sample.style.forcedColorAdjust = 'none';
  sample.style.color = `var(--${token})`;
  document.documentElement.append(sample);
  const numbers =
    getComputedStyle(sample)
      .color.match(/[\d.]+/g)
      ?.map(Number) ?? [];
  sample.remove();
  const color: Rgb = [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
  known.set(token, color);
  return color;
}

export function cssColor([red, green, blue]: Rgb, alpha = 1): string {
  return `rgb(${red} ${green} ${blue} / ${alpha})`;
}

/** Steps from −1 to 1; the middle one is zero. */
const signSteps = 512;

/** Orange through the background to blue as pixels, −1 to 1; little-endian, as ImageData wants them. */
function signTable(): Uint32Array {
  if (signColors) return signColors;
  const zero = tokenColor('zero');
  const table = new Uint32Array(signSteps + 1);
  for (let i = 0; i <= signSteps; i++) {
    const value = (2 * i) / signSteps - 1;
    const end = tokenColor(value < 0 ? 'neg' : 'pos');
    const share = Math.abs(value);
    const mixed = zero.map((from, k) => Math.round(from + (end[k] - from) * share));
    table[i] = (255 << 24) | (mixed[2] << 16) | (mixed[1] << 8) | mixed[0];
  }
  signColors = table;
  return table;
}

/** Pixels for `values · scale`, clamped to −1 … 1; what is not a number is left transparent. */
export function paintSigns(pixels: Uint32Array, values: ArrayLike<number>, scale: number): void {
  const table = signTable();
  for (let i = 0; i < pixels.length; i++) {
    const value = values[i] * scale;
    const at = Math.round(((Math.max(-1, Math.min(1, value)) + 1) / 2) * signSteps);
    pixels[i] = Number.isNaN(value) ? 0 : table[at];
  }
}
