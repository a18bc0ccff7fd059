import { useCallback, useMemo } from 'react';
import { DigitPicture } from '../digits/DigitPicture';
import { usePad } from '../digits/padContext';
import { rank } from '../digits/ranking';
import { formatCount, formatPercent } from '../format';
import { useInspector } from '../inspect/inspector';
import { aDigit } from '../myDigits/wording';
import type { FollowOptions } from '../probe';
import { RightIcon, WrongIcon } from '../shell/icons';
import { showStage } from '../shell/showStage';
import { useFollowed } from '../useFollowed';
import styles from './TestDigitCard.module.css';
import { type TestDigit, useTestDigits } from './useTestDigits';

type Props = {
  /** The number of the digit in the test data; null: none is chosen yet. */
  readonly row: number | null;
  /** Where there is one: what it says. */
  readonly empty: string;
  /** Offers to show its activations. */
  readonly offersActivations: boolean;
};

/** A test digit, large, and what the network on the stage says to it now. */
export function TestDigitCard({ row, empty, offersActivations }: Props) {
  const rows = useMemo(() => (row === null ? [] : [row]), [row]);
  const digit = useTestDigits(rows).get(row ?? -1);
  if (row === null) return <p className={styles.empty}>{empty}</p>;
  if (!digit) return <p className={styles.empty}>Test digit {formatCount(row)} is on its way.</p>;
  return <Card digit={digit} offersActivations={offersActivations} />;
}

/** Of all ten the first that count. */
const shown = 3;

const asking: Omit<
  FollowOptions<Float32Array, { input: Float32Array; outputs: Float32Array }>,
  'listener'
> = {
  whom: 'stage',
  ask: async (trainer, input) => ({ input, outputs: (await trainer.predict(input)).outputs }),
  pause: 200,
};

function Card({ digit, offersActivations }: { digit: TestDigit; offersActivations: boolean }) {
  const { drawing } = usePad();
  const inspector = useInspector();
  const answer = useFollowed(digit.image, asking);
  const image = useCallback(() => digit.image, [digit]);
  // Another digit's answer is none to this one.
  const outputs = answer?.input === digit.image ? answer.outputs : undefined;
  const best = rank(outputs);
  const name = `Test digit ${formatCount(digit.row)}`;

  const put = (): void => {
    drawing.showImage({ pixels: digit.image, caption: `${name} of MNIST: ${aDigit(digit.label)}.` });
    showStage();
  };
  return (
    <section className={styles.card} aria-label={name}>
      <DigitPicture
        key={digit.row}
        label={`${name}: ${aDigit(digit.label)}`}
        image={image}
        subscribe={never}
      />
      <div className={styles.words}>
        <p>
          <span className={styles.name}>{name}</span>, <b>{aDigit(digit.label)}</b>
        </p>
        <p
          className={styles.read}
          data-wrong={best !== null && best.digit !== digit.label}
          data-testid="read"
        >
          {best && (best.digit === digit.label ? <RightIcon /> : <WrongIcon />)}
          {best ? `read as ${aDigit(best.digit)}` : '\u00a0'}
        </p>
        <ol className={styles.shares}>
          {strongest(outputs).map(({ of, share }) => (
            <li key={of} data-true={of === digit.label}>
              <b>{of}</b>
              <i aria-hidden="true" style={{ width: `${100 * share}%` }} />
              <span>{formatPercent(share, 1)}</span>
            </li>
          ))}
        </ol>
        <div className={styles.buttons}>
          {offersActivations && (
            <button
              type="button"
              className="button"
              onClick={() => {
                inspector.showTestDigit(true);
                inspector.open('activations');
              }}
            >
              Its activations
            </button>
          )}
          <button type="button" className="button" onClick={put}>
            Put on the pad
          </button>
        </div>
      </div>
    </section>
  );
}

const never = () => () => undefined;

/** As many lines whatever is known: nothing below moves. */
function strongest(outputs: Float32Array | undefined): readonly { of: number; share: number }[] {
  const all = Array.from(outputs ?? new Float32Array(shown), (share, of) => ({ of, share }));
  return all.sort((a, b) => b.share - a.share).slice(0, shown);
}
