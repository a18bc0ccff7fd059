import type { TrainUntil } from '../../training/trainer';
import { describeUntil } from '../runEvents';
import { useSession, useSessionState } from '../sessionContext';
import { Disclosure } from './Disclosure';
import { NumberField } from './NumberField';
import { Row } from './Row';
import type { NumberRule } from './readNumber';

type Part = {
  readonly key: Exclude<keyof TrainUntil, 'epochs'>;
  readonly label: string;
  readonly says: string;
  readonly formula: string;
  readonly rule: NumberRule;
  /** So many of what the field shows are one of what the trainer takes. */
  readonly scale?: number;
};

const canBeOff = true;

const parts: readonly Part[] = [
  {
    key: 'testAccuracy',
    label: 'Accuracy, %',
    says: 'Ends when so many of the test data are answered right.',
    formula: 'right / all ≥ accuracy',
    rule: { name: 'The accuracy', min: 1, max: 100, integer: false, canBeOff },
    scale: 100,
  },
  {
    key: 'testLoss',
    label: 'Test loss',
    says: 'Ends when the loss on the test data is as low as this.',
    formula: 'L(test) ≤ loss',
    rule: { name: 'The test loss', min: 1e-9, max: 1e6, integer: false, canBeOff },
  },
  {
    key: 'plateau',
    label: 'Plateau',
    says: 'Ends when so many measurements on the test data in a row have no lower loss than the lowest before: what is learned from now on is learned by heart.',
    formula: 'L(test) ≥ lowest so far, so many times',
    rule: { name: 'The plateau', min: 1, max: 10_000, integer: true, canBeOff },
  },
  {
    key: 'steps',
    label: 'Steps',
    says: 'Ends after so many steps, from when Train is pressed or this is changed.',
    formula: 'steps done ≥ steps',
    rule: { name: 'The steps', min: 1, max: 1e9, integer: true, canBeOff },
  },
  {
    key: 'seconds',
    label: 'Time, s',
    says: 'Ends after so many seconds, from when Train is pressed or this is changed; waiting for data does not count.',
    formula: 'time trained ≥ time',
    rule: { name: 'The time', min: 0.1, max: 1e6, integer: false, canBeOff },
  },
];

/** When training ends by itself; all of it off until it is asked for. What comes first counts. */
export function EndRows() {
  const session = useSession();
  const until = useSessionState((state) => state.run.until);

  function change(key: Part['key'], value: number) {
    const { [key]: _, ...rest } = until;
    session.endAt(value === 0 ? rest : { ...rest, [key]: value });
  }

  return (
    <Disclosure title="Stop" state={describeUntil(until) || 'off'}>
      {parts.map(({ key, label, says, formula, rule, scale = 1 }) => {
        const value = (until[key] ?? 0) * scale;
        return (
          <Row
            key={key}
            label={label}
            about={`stopping at ${label.toLowerCase()}`}
            help={
              <>
                <p>{says} Train goes on from there.</p>
                <p className="formula">{formula}</p>
                <p>{value === 0 ? 'Now off.' : `Now ${describeUntil({ [key]: until[key] })}.`}</p>
              </>
            }
          >
            {({ control, help }) => (
              <NumberField
                id={control}
                describedBy={help}
                rule={rule}
                value={value}
                onChange={(next) => change(key, next / scale)}
              />
            )}
          </Row>
        );
      })}
    </Disclosure>
  );
}
