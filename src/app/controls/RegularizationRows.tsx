import type { RegularizationSpec, RunSpec, Tuning } from '../../training/trainer';
import { Disclosure } from './Disclosure';
import styles from './Recipe.module.css';
import { Row } from './Row';
import { type NumberRule, writeNumber } from './readNumber';
import { SliderField } from './SliderField';
import type { LogScale } from './sliderScale';

type Part = {
  readonly key: keyof RegularizationSpec;
  readonly label: string;
  readonly says: string;
  readonly formula: string;
  readonly source: string;
  readonly scale: LogScale;
  readonly rule: NumberRule;
};

const strengths: LogScale = { type: 'log', min: 1e-6, max: 0.1, steps: 51, off: true };
const strengthRule = { min: 1e-9, max: 10, integer: false, canBeOff: true };

const parts: readonly Part[] = [
  {
    key: 'maxNorm',
    label: 'Clip',
    says: 'All gradients together are no longer than this: one bad batch cannot throw the weights far.',
    formula: 'g ← g · min(1, clip / ‖g‖)',
    source: 'Pascanu et al. 2013',
    scale: { type: 'log', min: 0.01, max: 100, steps: 41, off: true },
    rule: { name: 'Clip', min: 1e-9, max: 1e9, integer: false, canBeOff: true },
  },
  {
    key: 'l1',
    label: 'L1',
    says: 'Pulls every weight towards zero by the same amount: many end there.',
    formula: 'L + L1 · Σ |w|',
    source: 'Tibshirani 1996',
    scale: strengths,
    rule: { ...strengthRule, name: 'L1' },
  },
  {
    key: 'l2',
    label: 'L2',
    says: 'Pulls large weights towards zero, through the gradient.',
    formula: 'L + L2 / 2 · Σ w²',
    source: 'Hoerl & Kennard 1970',
    scale: strengths,
    rule: { ...strengthRule, name: 'L2' },
  },
  {
    key: 'weightDecay',
    label: 'Decay',
    says: 'Shrinks every weight apart from its gradient; AdamW’s own weight decay comes on top.',
    formula: 'w ← w − rate · decay · w',
    source: 'Loshchilov & Hutter 2019',
    scale: { ...strengths, min: 1e-5, max: 1 },
    rule: { ...strengthRule, name: 'Decay' },
  },
];

type Props = { readonly spec: RunSpec; readonly tune: (tuning: Tuning) => void };

/** What keeps gradients and weights small; all of it off until it is asked for. */
export function RegularizationRows({ spec: { regularization }, tune }: Props) {
  const on = parts.filter(({ key }) => (regularization[key] ?? 0) !== 0);
  const state = on.map(({ key, label, rule }) => `${label} ${writeNumber(regularization[key] ?? 0, rule)}`);
  return (
    <Disclosure title="Regularization" state={state.join(' · ') || 'off'}>
      <div className={styles.aligned}>
        {parts.map(({ key, label, says, formula, source, scale, rule }) => {
          const value = regularization[key] ?? 0;
          return (
            <Row
              key={key}
              label={label}
              help={
                <>
                  <p>{says}</p>
                  <p className="formula">{formula}</p>
                  <p>
                    Now {writeNumber(value, rule)}. {source}
                  </p>
                </>
              }
            >
              {({ control, help }) => (
                <SliderField
                  id={control}
                  name={label}
                  describedBy={help}
                  scale={scale}
                  rule={rule}
                  value={value}
                  onChange={(next) =>
                    tune({
                      regularization: {
                        ...regularization,
                        [key]: key === 'maxNorm' && next === 0 ? null : next,
                      },
                    })
                  }
                />
              )}
            </Row>
          );
        })}
      </div>
    </Disclosure>
  );
}
