/** How the learning rate changes over a run: pure functions of the step, the same bits everywhere. */

/** What may follow a warm-up. */
export type PlainSchedule =
  | { readonly type: 'constant' }
  /** Times `factor` after every `every` steps. */
  | { readonly type: 'step'; readonly every: number; readonly factor: number }
  /** From 1 to `least` over `steps` along half a cosine, then `least`: Loshchilov & Hutter 2017, equation 5, once. */
  | { readonly type: 'cosine'; readonly steps: number; readonly least: number }
  /**
   * From 1/`rise` up to 1 in the first `warmUp` (0 to 1) of `steps`, then down to 1/(`rise`·`fall`): Smith & Topin
   * 2018, along half cosines as in PyTorch, whose defaults are 0.3, 25 and 10⁴.
   */
  | {
      readonly type: 'oneCycle';
      readonly steps: number;
      readonly warmUp: number;
      readonly rise: number;
      readonly fall: number;
    };

/** Steps count from 0. A schedule gives a factor of the optimizer's rate, so that the rate can still be tuned. */
export type ScheduleSpec =
  | PlainSchedule
  /** 1/`steps`, 2/`steps`, … 1, then `next` from its step 0: Goyal et al. 2017, section 2.2. */
  | { readonly type: 'warmUp'; readonly steps: number; readonly next: PlainSchedule };

type Kinds = { readonly [T in ScheduleSpec['type']]: Kind<Extract<ScheduleSpec, { type: T }>> };

type Kind<S> = {
  /** Throws an Error that says what is wrong with `spec`. */
  check(spec: S): void;
  factor(spec: S, step: number): number;
};

/** Every kind of schedule. A new one: its line here, its type above. */
const kinds: Kinds = {
  constant: { check: () => undefined, factor: () => 1 },

  step: {
    check({ every, factor }) {
      checkSteps('every', every);
      checkBetween('factor', factor, 0, 1);
    },
    factor: ({ every, factor }, step) => power(factor, Math.floor(step / every)),
  },

  cosine: {
    check({ steps, least }) {
      checkSteps('steps', steps);
      checkBetween('least', least, 0, 1);
    },
    factor: ({ steps, least }, step) => fade(1, least, step / steps),
  },

  oneCycle: {
    check({ steps, warmUp, rise, fall }) {
      checkSteps('steps', steps);
      checkBetween('warmUp', warmUp, 0, 1);
      checkBetween('rise', rise, 1, 1e9);
      checkBetween('fall', fall, 1, 1e9);
    },
    factor({ steps, warmUp, rise, fall }, step) {
      const peak = Math.max(0, warmUp * steps - 1);
      if (step < peak) return fade(1 / rise, 1, step / peak);
      const last = Math.max(peak, steps - 1);
      return fade(
        1,
        1 / (rise * fall),
        last === peak ? Math.sign(step - peak) : (step - peak) / (last - peak),
      );
    },
  },

  warmUp: {
    check({ steps, next }) {
      checkSteps('steps', steps);
      if ((next as ScheduleSpec).type === 'warmUp') throw new Error('next must not be a warm-up too');
      checkScheduleSpec(next);
    },
    factor: ({ steps, next }, step) =>
      step < steps ? (step + 1) / steps : scheduledFactor(next, step - steps),
  },
};

/** The names, for lists and checks. */
export const schedules = Object.keys(kinds) as ScheduleSpec['type'][];

/** Throws an Error that says what is wrong with `spec`. */
export function checkScheduleSpec(spec: ScheduleSpec): void {
  if (!Object.hasOwn(kinds, spec.type))
    throw new Error(`schedule: type must be one of ${schedules.join(', ')}, not ${spec.type}`);
  kindOf(spec).check(spec);
}

/** By what the optimizer's rate is multiplied in `step` (from 0): 0 to 1. */
export function scheduledFactor(spec: ScheduleSpec, step: number): number {
  return kindOf(spec).factor(spec, step);
}

function kindOf(spec: ScheduleSpec): Kind<ScheduleSpec> {
  return kinds[spec.type] as Kind<ScheduleSpec>;
}

function checkSteps(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`schedule: ${name} must be a whole number from 1, not ${value}`);
}

function checkBetween(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most))
    throw new Error(`schedule: ${name} must be from ${least} to ${most}, not ${value}`);
}

/** From `start` at t = 0 to `end` at t = 1 and beyond, along half a cosine. */
function fade(start: number, end: number, t: number): number {
  return end + (start - end) * halfCosine(Math.min(1, t));
}

/** (1 + cos πt)/2 for t from 0 to 1, error below 1e-15; Math.cos may differ between browsers in the last bit. */
function halfCosine(t: number): number {
  if (t > 0.5) return 1 - halfCosine(1 - t);
  const square = (Math.PI * t) ** 2;
  let series = 1;
  for (let n = 20; n >= 2; n -= 2) series = 1 - (series * square) / (n * (n - 1));
  return (1 + series) / 2;
}

/** base to a whole power of at least 0, by squaring: unlike ** the same bits everywhere. */
function power(base: number, exponent: number): number {
  let result = 1;
  let factor = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= factor;
    factor *= factor;
  }
  return result;
}
