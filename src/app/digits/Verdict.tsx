import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useAnnouncer } from '../announceContext';
import { formatMilliseconds, formatPercent } from '../format';
import { LabelLine } from '../myDigits/LabelLine';
import type { MyDigits } from '../myDigits/myDigits';
import type { PadTruth } from '../myDigits/padTruth';
import { RightIcon } from '../shell/icons';
import { DigitChips } from './DigitChips';
import type { Drawing } from './drawing';
import { type Ranking, rank } from './ranking';
import { SurenessHelp } from './SurenessHelp';
import type { DigitAnswer, DigitAnswers } from './useDigitAnswers';
import styles from './Verdict.module.css';

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Below this the runner-up is named too. */
const clear = 0.7;

type Props = {
  readonly answers: DigitAnswers;
  readonly drawing: Drawing;
  readonly select: (index: number) => void;
  readonly myDigits: MyDigits;
  readonly truth: PadTruth;
};

/**
 * The answer and ten probabilities, each of which can be said to be the right one. They follow the pen and the training,
 * so they are written past React.
 */
export function Verdict({ answers, drawing, select, myDigits, truth }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const announcer = useAnnouncer();
  const label = useSyncExternalStore(truth.subscribe, truth.get);
  const isEmpty = useSyncExternalStore(answers.subscribe, () => answers.get().image === null);
  const caption = useSyncExternalStore(drawing.subscribe, () => drawing.image?.caption ?? null);

  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const big = element.querySelector<HTMLElement>('[data-part=digit]')!;
    const sentence = element.querySelector<HTMLElement>('[data-part=sentence]')!;
    const rows = [...element.querySelectorAll<HTMLElement>('li')];
    const shares = rows.map((row) => row.querySelector('[data-part=share]')!);
    let said = '';

    // Written with the answer, not a frame later: nothing here is read back from the layout.
    const show = (): void => {
      const { digits, prediction, image, isBehind, milliseconds } = answers.get();
      const outputs = image ? prediction?.outputs : undefined;
      const best = rank(outputs);
      const number = numberOf(answers.get());
      element.ariaBusy = String(isBehind);
      element.dataset.several = String(digits.length > 1);
      const isWord = digits.length === 1 && best?.isSure === false;
      element.dataset.word = String(isWord);
      big.textContent = isWord ? 'not sure' : number;
      sentence.textContent = best
        ? `${shortly(best)}, in ${formatMilliseconds(milliseconds)}`
        : image
          ? 'thinking'
          : 'nothing yet: the pad is empty';
      rows.forEach((row, digit) => {
        const share = best && outputs ? outputs[digit] : null;
        row.dataset.top = String(best?.digit === digit);
        row.style.setProperty('--share', String(share === null ? 0 : Math.max(0, Math.min(1, share))));
        shares[digit].textContent = share === null ? '' : formatPercent(share, 1);
      });
      if (drawing.isDown || number === said) return;
      said = number;
      announcer.chatter(best && (() => sentenceOf(answers.get()) ?? ''));
    };
    show();
    const stops = [answers.subscribe(show), drawing.subscribe(show)];
    return () => {
      announcer.chatter(null);
      for (const stop of stops) stop();
    };
  }, [answers, drawing, announcer]);

  return (
    <div ref={root} className={styles.answer}>
      <div className={styles.verdict}>
        <strong data-part="digit" data-testid="prediction" className={styles.digit} />
        <span data-part="sentence" className={styles.sentence} />
        <SurenessHelp />
      </div>
      <DigitChips answers={answers} select={select} />
      <ul className={styles.bars} aria-label="Probability of each digit">
        {digits.map((digit) => (
          <li key={digit} className={styles.bar}>
            <button
              type="button"
              aria-pressed={digit === label}
              aria-disabled={isEmpty || caption !== null}
              onClick={() => announcer.announce(truth.say(digit))}
            >
              <span className={styles.mark}>{digit === label && <RightIcon />}</span>
              <b>
                <span className="unseen">It is {digit === 8 ? 'an ' : 'a '}</span>
                {digit}
              </b>
              <i aria-hidden="true">
                <em />
              </i>
              <span data-part="share" className={styles.share} />
            </button>
          </li>
        ))}
      </ul>
      <LabelLine myDigits={myDigits} isEmpty={isEmpty} caption={caption} label={label} />
    </div>
  );
}

/** The digits in a row, `?` for one that the network is not sure of; those without an answer yet are left out. */
function numberOf({ digits }: DigitAnswer): string {
  return digits
    .map(({ prediction }) => {
      const best = rank(prediction?.outputs);
      return best === null ? '' : best.isSure ? best.digit : '?';
    })
    .join('');
}

/** Beside the answer. */
function shortly({ digit, isSure, share, second }: Ranking): string {
  if (!isSure) return `perhaps a ${digit}, ${formatPercent(share, 1)}`;
  return `${formatPercent(share, 1)} sure${share < clear ? `, or a ${second}` : ''}`;
}

function sentenceOf(answer: DigitAnswer): string | null {
  const best = rank(answer.prediction?.outputs);
  if (!best) return null;
  const percent = `${Math.round(100 * best.share)} %`;
  if (answer.digits.length === 1)
    return best.isSure
      ? `The network says ${best.digit}, ${percent} sure.`
      : `The network is not sure; perhaps a ${best.digit}, ${percent}.`;
  const says = `The network says ${numberOf(answer)};`;
  return best.isSure
    ? `${says} of the ${best.digit} it is ${percent} sure.`
    : `${says} not sure of one, perhaps a ${best.digit}, ${percent}.`;
}
