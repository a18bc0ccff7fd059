import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkScheduleSpec, type ScheduleSpec, scheduledFactor } from '../../../src/engine/schedules';

/** As test/fixtures/golden/make.py writes it. */
const golden: { versions: { torch: string }; schedules: { schedule: ScheduleSpec; factors: number[] }[] } =
  JSON.parse(readFileSync(new URL('../../fixtures/golden/golden.json', import.meta.url), 'utf8'));

describe(`schedules give the factors of PyTorch ${golden.versions.torch} within 1e-14`, () => {
  test.each(golden.schedules)('$schedule.type', ({ schedule, factors }) => {
    checkScheduleSpec(schedule);
    factors.forEach((factor, step) => {
      expect(Math.abs(scheduledFactor(schedule, step) - factor), `step ${step}`).toBeLessThan(1e-14);
    });
  });
});

test('behind its last step a schedule stays where it is', () => {
  expect(scheduledFactor({ type: 'cosine', steps: 10, least: 0.1 }, 1000)).toBe(0.1);
  const cycle: ScheduleSpec = { type: 'oneCycle', steps: 10, warmUp: 0.3, rise: 25, fall: 100 };
  expect(scheduledFactor(cycle, 1000)).toBe(1 / 2500);
  expect(scheduledFactor({ ...cycle, steps: 1 }, 1)).toBe(1 / 2500);
});

test('a warm-up is followed by the next schedule from its start', () => {
  const spec: ScheduleSpec = { type: 'warmUp', steps: 4, next: { type: 'step', every: 2, factor: 0.5 } };
  const factors = Array.from({ length: 9 }, (_, step) => scheduledFactor(spec, step));
  expect(factors).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 0.5, 0.5, 0.25]);
});

test.each<[ScheduleSpec, string]>([
  [{ type: 'step', every: 0, factor: 0.5 }, 'schedule: every must be a whole number from 1, not 0'],
  [{ type: 'cosine', steps: 1.5, least: 0 }, 'schedule: steps must be a whole number from 1, not 1.5'],
  [{ type: 'cosine', steps: 9, least: 2 }, 'schedule: least must be from 0 to 1, not 2'],
  [
    { type: 'oneCycle', steps: 9, warmUp: NaN, rise: 25, fall: 1e4 },
    'schedule: warmUp must be from 0 to 1, not NaN',
  ],
  [
    { type: 'warmUp', steps: 9, next: { type: 'step', every: 2, factor: 3 } },
    'schedule: factor must be from 0 to 1, not 3',
  ],
  [
    { type: 'poly' } as unknown as ScheduleSpec,
    'schedule: type must be one of constant, step, cosine, oneCycle, warmUp, not poly',
  ],
])('%o is refused', (spec, message) => {
  expect(() => checkScheduleSpec(spec)).toThrow(message);
});
