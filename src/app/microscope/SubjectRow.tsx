import { useId } from 'react';
import { Choice } from '../controls/Choice';
import { NumberField } from '../controls/NumberField';
import { formatCount } from '../format';
import { useSessionState } from '../sessionContext';
import styles from './Microscope.module.css';

export type SubjectKind = 'row' | 'batch' | 'drawing';

/** What is looked at: the row, counted from 0, and the class that the drawing is meant as, null: the network's answer. */
export type SubjectChoice = {
  readonly kind: SubjectKind;
  readonly row: number;
  readonly meant: number | null;
};

const names: Readonly<Record<SubjectKind, string>> = {
  row: 'one training sample',
  batch: 'the next mini-batch',
  drawing: 'the drawing on the pad',
};

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
type Meant = 'answer' | (typeof digits)[number];
const meantNames: Readonly<Record<Meant, string>> = {
  answer: 'what it reads',
  ...(Object.fromEntries(digits.map((digit) => [digit, digit])) as Record<(typeof digits)[number], string>),
};

type Props = {
  readonly kinds: readonly SubjectKind[];
  readonly choice: SubjectChoice;
  readonly onChange: (choice: SubjectChoice) => void;
};

/** Which sample, and of what step. */
export function SubjectRow({ kinds, choice, onChange }: Props) {
  const id = useId();
  const trainRows = useSessionState(({ run }) => run.info?.trainRows ?? 1);
  const batchSize = useSessionState(({ run }) => run.spec.batchSize);
  const { kind, row, meant } = choice;
  const most = kind === 'batch' ? Math.min(batchSize, trainRows) : trainRows;
  return (
    <div className={styles.line}>
      <label htmlFor={`${id}kind`}>Look at</label>
      <Choice<SubjectKind>
        id={`${id}kind`}
        className={styles.choice}
        value={kind}
        options={kinds}
        names={names}
        onChange={(next) => onChange({ ...choice, kind: next, row: 0 })}
      />
      {kind === 'drawing' ? (
        <div className={styles.field}>
          <label htmlFor={`${id}meant`}>meant as</label>
          <Choice<Meant>
            id={`${id}meant`}
            className={styles.choice}
            value={meant === null ? 'answer' : digits[meant]}
            options={['answer', ...digits]}
            names={meantNames}
            onChange={(next) => onChange({ ...choice, meant: next === 'answer' ? null : Number(next) })}
          />
        </div>
      ) : (
        <div className={styles.field}>
          <label htmlFor={`${id}row`}>sample</label>
          <NumberField
            id={`${id}row`}
            rule={{ name: 'The sample', min: 1, max: most, integer: true }}
            value={Math.min(row, most - 1) + 1}
            onChange={(value) => onChange({ ...choice, row: value - 1 })}
          />
          <span>of {formatCount(most)}</span>
        </div>
      )}
    </div>
  );
}
