import { useId } from 'react';
import { Choice } from '../controls/Choice';
import { rank } from '../digits/ranking';
import { formatPercent } from '../format';
import type { ClassChoice } from './useExplanation';
import styles from './WhyPanel.module.css';

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
type Rival = 'any' | (typeof digits)[number];

const rivalNames: Readonly<Record<Rival, string>> = {
  any: 'all others',
  ...(Object.fromEntries(digits.map((digit) => [digit, digit])) as Record<(typeof digits)[number], string>),
};

type Props = {
  /** Ten probabilities, once there is an answer. */
  readonly outputs: Float32Array | undefined;
  readonly choice: ClassChoice;
  readonly onChange: (choice: ClassChoice) => void;
};

/** Which class is explained: the network's answer, whatever it is, or one of ten; and against which. */
export function ClassRow({ outputs, choice, onChange }: Props) {
  const rival = useId();
  const explained = choice.classIndex ?? rank(outputs)?.digit;
  const choose = (classIndex: number | null): void =>
    onChange({ classIndex, rival: choice.rival === classIndex ? null : choice.rival });
  return (
    <div className={styles.choice}>
      <fieldset className={styles.classes}>
        <legend className="unseen">Class to explain</legend>
        <button
          type="button"
          className={styles.answer}
          aria-pressed={choice.classIndex === null}
          onClick={() => choose(null)}
        >
          its answer
        </button>
        {digits.map((digit, index) => (
          <button
            key={digit}
            type="button"
            className={styles.class}
            aria-pressed={choice.classIndex === index}
            aria-label={`${digit}, ${formatPercent(outputs?.[index] ?? null, 1)}`}
            data-explained={explained === index}
            onClick={() => choose(index)}
          >
            <b>{digit}</b>
            <span>{formatPercent(outputs?.[index] ?? null, 1)}</span>
          </button>
        ))}
      </fieldset>
      <label className={styles.rival} htmlFor={rival}>
        rather than
        <Choice<Rival>
          id={rival}
          value={choice.rival === null || choice.rival === explained ? 'any' : digits[choice.rival]}
          options={['any', ...digits.filter((_, index) => index !== explained)]}
          names={rivalNames}
          onChange={(chosen) => onChange({ ...choice, rival: chosen === 'any' ? null : Number(chosen) })}
        />
      </label>
    </div>
  );
}
