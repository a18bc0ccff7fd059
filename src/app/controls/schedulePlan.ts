/** Schedules as the recipe shows them: in epochs of digits, in steps of all else; the specs count steps. */
import { scheduledFactor } from '../../training/recipes';
import type { PlainSchedule, RunSpec, ScheduleSpec } from '../../training/trainer';
import type { NumberRule } from './readNumber';

/** What the lengths of a schedule are given in, and how many steps that is. */
export type PlanUnit = { readonly name: 'epochs' | 'steps'; readonly steps: number };

/** An epoch's last batch may be smaller; it is a step all the same. */
export function planUnit({ data, batchSize }: RunSpec, trainRows: number): PlanUnit {
  return data.type === 'digits'
    ? { name: 'epochs', steps: Math.ceil(trainRows / batchSize) }
    : { name: 'steps', steps: 1 };
}

/** How long a run is planned to be before anybody says so: the default networks have learned by then. */
const usualLength: Record<PlanUnit['name'], number> = { epochs: 10, steps: 1000 };

/** A schedule of that kind with the numbers that its field usually starts from. */
export function usualSchedule(type: 'warmUp', unit: PlanUnit): ScheduleSpec;
export function usualSchedule(type: PlainSchedule['type'], unit: PlanUnit): PlainSchedule;
export function usualSchedule(type: ScheduleSpec['type'], unit: PlanUnit): ScheduleSpec;
export function usualSchedule(type: ScheduleSpec['type'], unit: PlanUnit): ScheduleSpec {
  const steps = usualLength[unit.name] * unit.steps;
  switch (type) {
    case 'constant':
      return { type };
    case 'step':
      return { type, every: Math.round(steps / 5), factor: 0.5 };
    case 'cosine':
      return { type, steps, least: 0.01 };
    case 'oneCycle':
      return { type, steps, warmUp: 0.3, rise: 25, fall: 1e4 };
    case 'warmUp':
      return { type, steps: Math.round(steps / 10), next: { type: 'constant' } };
  }
}

export type ScheduleField = {
  readonly key: 'every' | 'factor' | 'steps' | 'least' | 'warmUp' | 'rise' | 'fall';
  readonly label: string;
  readonly says: string;
  /** Null: a length, in the plan's unit. */
  readonly range: readonly [number, number] | null;
};

/** The numbers of each kind, in the order in which they are shown. */
export const scheduleFields: Record<ScheduleSpec['type'], readonly ScheduleField[]> = {
  constant: [],
  step: [
    { key: 'every', label: 'Every', says: 'How long each stair is.', range: null },
    {
      key: 'factor',
      label: 'Times',
      says: 'By what the rate is multiplied after each stair.',
      range: [0, 1],
    },
  ],
  cosine: [
    {
      key: 'steps',
      label: 'Over',
      says: 'How long the run is planned to be; the last rate stays.',
      range: null,
    },
    {
      key: 'least',
      label: 'Down to',
      says: 'The share of the rate that is left at the end. With 0 nothing is learned any more after it.',
      range: [0, 1],
    },
  ],
  oneCycle: [
    {
      key: 'steps',
      label: 'Over',
      says: 'How long the run is planned to be; the last rate stays.',
      range: null,
    },
    {
      key: 'warmUp',
      label: 'Rising for',
      says: 'The share of the run in which the rate rises.',
      range: [0, 1],
    },
    { key: 'rise', label: 'Start ÷', says: 'The run starts from the rate divided by this.', range: [1, 1e9] },
    {
      key: 'fall',
      label: 'End ÷',
      says: 'It ends at the rate it started from, divided by this.',
      range: [1, 1e9],
    },
  ],
  warmUp: [
    {
      key: 'steps',
      label: 'Warm-up',
      says: 'How long the rate takes to rise from almost nothing.',
      range: null,
    },
  ],
};

const longest = 1_000_000;

export function scheduleRule({ label, range }: ScheduleField, unit: PlanUnit): NumberRule {
  if (range) return { name: label, min: range[0], max: range[1], integer: false };
  const isSteps = unit.name === 'steps';
  return { name: `${label}, in ${unit.name},`, min: isSteps ? 1 : 0.01, max: longest, integer: isSteps };
}

/** As its field shows it: lengths in the plan's unit. */
export function readScheduleField(schedule: ScheduleSpec, field: ScheduleField, unit: PlanUnit): number {
  const value = (schedule as Partial<Record<ScheduleField['key'], number>>)[field.key] ?? Number.NaN;
  return field.range ? value : value / unit.steps;
}

/** With what was typed into the field; a length is at least a step. */
export function withScheduleField<S extends ScheduleSpec>(
  schedule: S,
  field: ScheduleField,
  value: number,
  unit: PlanUnit,
): S {
  return { ...schedule, [field.key]: field.range ? value : Math.max(1, Math.round(value * unit.steps)) };
}

/** Steps after which a schedule has shown all that it does; of stairs the first five. */
export function plannedSteps(schedule: ScheduleSpec): number {
  switch (schedule.type) {
    case 'constant':
      return 1;
    case 'step':
      return 5 * schedule.every;
    case 'cosine':
    case 'oneCycle':
      return schedule.steps;
    case 'warmUp':
      return (
        schedule.steps +
        (schedule.next.type === 'constant' ? 2 * schedule.steps : plannedSteps(schedule.next))
      );
  }
}

/** Points of the factor's curve over the plan, each as shares of the plan and of the rate: 0 to 1. */
export function scheduleCurve(schedule: ScheduleSpec, points = 160): readonly (readonly [number, number])[] {
  const steps = plannedSteps(schedule);
  return Array.from({ length: points + 1 }, (_, point) => {
    const share = point / points;
    return [share, scheduledFactor(schedule, Math.min(steps - 1, Math.floor(share * steps)))] as const;
  });
}
