/**
 * A slider whose steps are equal ratios: as much room between 0.0001 and 0.001 as between 0.1 and 1. With `off`,
 * its first position is 0 and those above lie between `min` and `max`.
 */
export type LogScale = {
  readonly min: number;
  readonly max: number;
  readonly steps: number;
  readonly off?: boolean;
};

/** 0.0001 to 1 in steps of a tenth of a decade. */
export const rateScale: LogScale = { min: 1e-4, max: 1, steps: 40 };

/** The slider's position, 0 to `steps`, nearest to a value; the ends for what lies beyond them. */
export function positionOf(value: number, { min, max, steps, off = false }: LogScale): number {
  if (off && value === 0) return 0;
  const first = off ? 1 : 0;
  const share = Math.log(value / min) / Math.log(max / min);
  return first + Math.round(Math.max(0, Math.min(1, share)) * (steps - first));
}

/** The value at a position, rounded to two digits so that it can be read and typed again. */
export function valueAt(position: number, { min, max, steps, off = false }: LogScale): number {
  if (off && position === 0) return 0;
  const first = off ? 1 : 0;
  return Number((min * (max / min) ** ((position - first) / (steps - first))).toPrecision(2));
}
