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
const ramps = new Map<Token, Uint32Array>();

onThemeChange(() => {
  known.clear();
  ramps.clear();
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

/** Steps from the background to a colour. */
const rampSteps = 256;

/** From the background, the token `zero`, to a colour, as pixels; little-endian, as ImageData wants them. */
function ramp(token: Token): Uint32Array {
  const cached = ramps.get(token);
  if (cached) return cached;
  const zero = tokenColor('zero');
  const end = tokenColor(token);
  const table = Uint32Array.from({ length: rampSteps + 1 }, (_, i) => {
    const [red, green, blue] = zero.map((from, k) => Math.round(from + (end[k] - from) * (i / rampSteps)));
    return (255 << 24) | (blue << 16) | (green << 8) | red;
  });
  ramps.set(token, table);
  return table;
}

/** Orange through the background to blue: pixels for `values · scale`, clamped to −1 … 1; what is not a number is left transparent. */
export function paintSigns(pixels: Uint32Array, values: ArrayLike<number>, scale: number): void {
  const [negative, positive] = [ramp('neg'), ramp('pos')];
  for (let i = 0; i < pixels.length; i++) {
    const value = values[i] * scale;
    const table = value < 0 ? negative : positive;
    pixels[i] = Number.isNaN(value) ? 0 : table[Math.round(Math.min(1, Math.abs(value)) * rampSteps)];
  }
}

/** Background to the colour of a class: pixels for `values · scale`, clamped to 0 … 1. */
export function paintClass(
  pixels: Uint32Array,
  values: ArrayLike<number>,
  index: number,
  scale: number,
): void {
  const table = ramp(classToken(index));
  for (let i = 0; i < pixels.length; i++) {
    const value = values[i] * scale;
    pixels[i] = Number.isNaN(value) ? 0 : table[Math.round(Math.max(0, Math.min(1, value)) * rampSteps)];
  }
}

/**
 * The class with the largest of N ≥ 2 answers `[pixels, N]`, as strong as its lead over the second, times `scale`; or,
 * `flat`, as strong everywhere. A border between two classes is the background. What is not a number is transparent.
 */
export function paintWinners(
  pixels: Uint32Array,
  answers: Float32Array,
  N: number,
  scale: number,
  flat: boolean,
): void {
  const tables = Array.from({ length: N }, (_, index) => ramp(classToken(index)));
  for (let i = 0; i < pixels.length; i++) {
    let winner = 0;
    let most = answers[i * N];
    let second = Number.NEGATIVE_INFINITY;
    let sum = most;
    for (let k = 1; k < N; k++) {
      const answer = answers[i * N + k];
      sum += answer;
      if (answer > most) {
        second = most;
        most = answer;
        winner = k;
      } else if (answer > second) second = answer;
    }
    const strength = scale * (flat ? 1 : Math.min(1, most - second));
    pixels[i] = Number.isNaN(sum) ? 0 : tables[winner][Math.round(strength * rampSteps)];
  }
}
