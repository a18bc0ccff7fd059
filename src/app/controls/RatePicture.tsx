import { useMemo } from 'react';
import { scheduledFactor } from '../../training/recipes';
import type { ScheduleSpec } from '../../training/trainer';
import { formatRate } from '../format';
import { useSessionState } from '../sessionContext';
import styles from './RatePicture.module.css';
import { type PlanUnit, plannedSteps, scheduleCurve } from './schedulePlan';

type Props = { readonly schedule: ScheduleSpec; readonly rate: number; readonly unit: PlanUnit };

/** The rate over the planned run, and where the run is now. */
export function RatePicture({ schedule, rate, unit }: Props) {
  const step = useSessionState((state) => state.run.step);
  const curve = useMemo(() => scheduleCurve(schedule), [schedule]);
  const steps = plannedSteps(schedule);
  const rateAt = (at: number) => formatRate(rate * scheduledFactor(schedule, at), 3);
  const length = `${formatRate(steps / unit.steps, 3)} ${unit.name}`;
  const highest = Math.max(...curve.map(([, share]) => share));
  const course = [rateAt(0), formatRate(rate * highest, 3), rateAt(steps - 1)].filter(
    (written, at, all) => at !== 1 || !(written === all[0] || written === all[2]),
  );
  const path = curve.map(([x, y]) => `${(100 * x).toFixed(2)},${(100 - 100 * y).toFixed(2)}`).join(' ');
  return (
    <figure className={styles.figure}>
      <div
        className={styles.plot}
        role="img"
        aria-label={`The rate over ${length}: ${course.join(', then ')}`}
      >
        <div className={styles.area}>
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            <polyline className={styles.line} points={path} vectorEffect="non-scaling-stroke" />
          </svg>
          <span
            className={styles.now}
            style={{
              left: `${100 * Math.min(1, step / steps)}%`,
              bottom: `${100 * scheduledFactor(schedule, step)}%`,
            }}
          />
        </div>
      </div>
      <figcaption className={styles.caption}>
        <span>{course.join(' → ')}</span>
        <span>
          now <b data-testid="rate-now">{rateAt(step)}</b>
        </span>
      </figcaption>
    </figure>
  );
}
