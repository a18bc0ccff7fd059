import { useCallback } from 'react';
import { useFeed } from '../feed';
import { formatPercent } from '../format';
import { DigitPicture } from './DigitPicture';
import { type Ranking, rank } from './ranking';
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
  return (
    <button
      type="button"
      className={styles.chip}
      aria-pressed={isPressed}
      aria-label={labelOf(best, index)}
      onClick={select}
    >
      <DigitPicture label={null} image={image} subscribe={answers.subscribe} />
      <span>{best && (best.isSure ? formatPercent(best.share, 1) : '?')}</span>
    </button>
  );
}

function labelOf(best: Ranking | null, index: number): string {
  if (best === null) return `digit ${index + 1}`;
  const share = formatPercent(best.share, 1);
  return best.isSure ? `${best.digit}, ${share}` : `not sure, perhaps ${best.digit}, ${share}`;
}
