/** How numbers are written on the page. `unknown` stands for a figure that is not there yet. */
export const unknown = '–';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** 1204 → 1,204 */
export function formatCount(value: number | null): string {
  return value === null || !Number.isFinite(value) ? unknown : whole.format(value);
}

/** 2.93 → 2.9 */
export function formatEpoch(value: number): string {
  return oneDigit.format(value);
}

/** Four digits after the point; an exponent where those would all be zero; what has no end by its name. */
export function formatLoss(value: number | null): string {
  if (value === null) return unknown;
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return 'infinite';
  const size = Math.abs(value);
  if (size !== 0 && size < 0.00005) return value.toExponential(1);
  if (size >= 100_000) return value.toExponential(2);
  return size >= 100 ? value.toFixed(1) : value.toFixed(4);
}

/** 0.97431 → 97.43 % */
export function formatPercent(share: number | null, digits = 2): string {
  return share === null || !Number.isFinite(share) ? unknown : `${(100 * share).toFixed(digits)} %`;
}

/** Names the step of a measurement that is older than the weights beside it. */
export function formatMeasuredAt(measured: number, now: number): string {
  return measured === now ? '' : ` at step ${formatCount(measured)}`;
}

/** A rate as people type it: 0.03, 0.001, 3e-7; rounded to so many digits that count. */
export function formatRate(value: number, precision = 6): string {
  if (value === 0) return '0';
  const digits = Number(value.toPrecision(precision));
  return Math.abs(digits) < 0.0001 ? digits.toExponential() : String(digits);
}

/** A norm or a ratio to three digits that count: 6.99, 2.79e-5, 1.75e+6. */
export function formatNorm(value: number): string {
  return Math.abs(value) < 100_000 ? formatRate(value, 3) : value.toExponential(2);
}

/** Signed, with a real minus sign, so that columns of weights line up. */
export function formatSigned(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const text = size >= 10_000 ? size.toExponential(1) : size.toFixed(size >= 100 ? 1 : digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** Four digits after the point, or two that count where those would all be zero. */
export function formatGradient(value: number | null): string {
  if (value === null) return unknown;
  if (!Number.isFinite(value)) return 'not finite';
  const size = Math.abs(value);
  if (size === 0 || size >= 0.00005) return formatSigned(value, 4);
  return `${value < 0 ? '−' : ''}${size.toExponential(1).replace('-', '−')}`;
}

/** 1.05e7 → 10.5 MB */
export function formatMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function formatMilliseconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}
