import type { RunSpec, ScheduleSpec } from '../../training/trainer';
import { formatRate } from '../format';
import { useSessionState } from '../sessionContext';
import { Choice } from './Choice';
import { Inset } from './Disclosure';
import { Explained } from './Explained';
import { scheduleExplanations } from './explanations';
import { NumberField } from './NumberField';
import { offered, plainScheduleNames, scheduleNames } from './names';
import { RatePicture } from './RatePicture';
import { Row } from './Row';
import {
  type PlanUnit,
  planUnit,
  readScheduleField,
  scheduleFields,
  scheduleRule,
  usualSchedule,
  withScheduleField,
} from './schedulePlan';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

/** How the rate changes over the run, with a picture of it as soon as it does. */
export function ScheduleRows({ spec, rebuild }: Props) {
  const trainRows = useSessionState((state) => state.run.info?.trainRows ?? 60_000);
  const unit = planUnit(spec, trainRows);
  const { schedule, optimizer } = spec;
  const change = (next: ScheduleSpec) => rebuild({ ...spec, schedule: next });
  // Its steps find their own sizes: a schedule would change nothing after the first.
  if (optimizer.type === 'rprop' && schedule.type === 'constant') return null;
  return (
    <>
      <Row label="Schedule" help={<ScheduleHelp type={schedule.type} />}>
        {({ control, help }) => (
          <Choice
            id={control}
            describedBy={help}
            value={schedule.type}
            options={offered(scheduleNames)}
            names={scheduleNames}
            onChange={(type) => change(usualSchedule(type, unit))}
          />
        )}
      </Row>
      {schedule.type !== 'constant' && (
        <Inset>
          <ScheduleFields schedule={schedule} unit={unit} onChange={change} />
          {schedule.type === 'warmUp' && (
            <>
              <Row label="Then" help={<ScheduleHelp type={schedule.next.type} />}>
                {({ control, help }) => (
                  <Choice
                    id={control}
                    describedBy={help}
                    value={schedule.next.type}
                    options={offered(plainScheduleNames)}
                    names={plainScheduleNames}
                    onChange={(type) => change({ ...schedule, next: usualSchedule(type, unit) })}
                  />
                )}
              </Row>
              <ScheduleFields
                schedule={schedule.next}
                unit={unit}
                onChange={(next) => change({ ...schedule, next })}
              />
            </>
          )}
          <RatePicture schedule={schedule} rate={optimizer.rate} unit={unit} />
        </Inset>
      )}
    </>
  );
}

function ScheduleHelp({ type }: { readonly type: ScheduleSpec['type'] }) {
  return (
    <>
      <p>How the rate changes over the run.</p>
      <Explained name={scheduleNames[type]} by={scheduleExplanations[type]} />
    </>
  );
}

type FieldsProps<S> = {
  readonly schedule: S;
  readonly unit: PlanUnit;
  readonly onChange: (schedule: S) => void;
};

function ScheduleFields<S extends ScheduleSpec>({ schedule, unit, onChange }: FieldsProps<S>) {
  return scheduleFields[schedule.type].map((field) => {
    const value = readScheduleField(schedule, field, unit);
    return (
      <Row
        key={field.key}
        label={field.range ? field.label : `${field.label}, ${unit.name}`}
        help={
          <>
            <p>{field.says}</p>
            <p className="formula">{scheduleExplanations[schedule.type].formula}</p>
            <p>Now {formatRate(value, 4)}.</p>
          </>
        }
      >
        {({ control, help }) => (
          <NumberField
            id={control}
            describedBy={help}
            rule={scheduleRule(field, unit)}
            value={value}
            onChange={(typed) => onChange(withScheduleField(schedule, field, typed, unit))}
          />
        )}
      </Row>
    );
  });
}
