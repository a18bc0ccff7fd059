import { useCallback } from 'react';
import { useFeed } from '../feed';
import { formatPercent } from '../format';
import { DigitPicture } from './DigitPicture';
import { rank } from './ranking';
import type { DigitAnswers } from './useDigitAnswers';
import styles from './Verdict.module.css';

type Props = { readonly answers: DigitAnswers; readonly select: (index: number) => void };

/** The digits of a number, each with what the network gets of it and how sure it is; the bars show the pressed one. */
export function DigitChips({ answers, select }: Props) {
  const { digits, selected } = useFeed(answers);
  if (digits.length < 2) return null;
  return (
    <ul className={styles.chips} aria-label="The digits of the number">
      {digits.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a digit is its place in the number.
        <li key={index}>
          <DigitChip
            answers={answers}
            index={index}
            isPressed={index === selected}
            select={() => select(index)}
          />
        </li>
      ))}
    </ul>
  );
}

type ChipProps = {
  readonly answers: DigitAnswers;
  readonly index: number;
  readonly isPressed: boolean;
  readonly select: () => void;
};

function DigitChip({ answers, index, isPressed, select }: ChipProps) {
  const image = useCallback(() => answers.get().digits[index]?.image ?? null, [answers, index]);
  const best = rank(answers.get().digits[index]?.prediction?.outputs);
  const sure = best ? formatPercent(best.share, 1) : '';
  return (
    <button
      type="button"
      className={styles.chip}
      aria-pressed={isPressed}
      aria-label={best ? `${best.digit}, ${sure}` : `digit ${index + 1}`}
      onClick={select}
    >
      <DigitPicture label={null} image={image} subscribe={answers.subscribe} />
      <span>{sure}</span>
    </button>
  );
}
