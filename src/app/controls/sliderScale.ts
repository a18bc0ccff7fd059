/** What the positions of a slider stand for. */
export type SliderScale = LogScale | LinearScale;

/**
 * Steps of equal ratios: as much room between 0.0001 and 0.001 as between 0.1 and 1. With `off`, its first position is
 * 0 and those above lie between `min` and `max`.
 */
export type LogScale = {
  readonly type: 'log';
  readonly min: number;
  readonly max: number;
  readonly steps: number;
  readonly off?: boolean;
};

/** Equal steps, from 0 up. */
export type LinearScale = { readonly type: 'linear'; readonly step: number; readonly steps: number };

/** 0.0001 to 1 in steps of a tenth of a decade. */
export const rateScale: LogScale = { type: 'log', min: 1e-4, max: 1, steps: 40 };

/** The slider's position, 0 to `steps`, nearest to a value; the ends for what lies beyond them. */
export function positionOf(value: number, scale: SliderScale): number {
  if (scale.type === 'linear') return Math.round(Math.max(0, Math.min(scale.steps, value / scale.step)));
  const { min, max, steps, off = false } = scale;
  if (off && value === 0) return 0;
  const first = off ? 1 : 0;
  const share = Math.log(value / min) / Math.log(max / min);
  return first + Math.round(Math.max(0, Math.min(1, share)) * (steps - first));
}

/** The value at a position; of equal ratios rounded to two digits, so that it can be read and typed again. */
export function valueAt(position: number, scale: SliderScale): number {
  // 3 · 0.1 is no 0.3.
  if (scale.type === 'linear') return Number((position * scale.step).toPrecision(6));
  const { min, max, steps, off = false } = scale;
  if (off && position === 0) return 0;
  const first = off ? 1 : 0;
  return Number((min * (max / min) ** ((position - first) / (steps - first))).toPrecision(2));
}
