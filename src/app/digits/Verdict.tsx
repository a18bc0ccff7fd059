import { useEffect, useRef } from 'react';
import { useAnnouncer } from '../announceContext';
import { formatMilliseconds, formatPercent } from '../format';
import { frameOf } from '../frame';
import type { Drawing } from './drawing';
import { rank } from './ranking';
import type { DigitAnswer, DigitAnswers } from './useDigitAnswers';
import styles from './Verdict.module.css';

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Below this the runner-up is named too. */
const sure = 0.7;

/** The answer and ten probabilities. They follow the pen and the training, so they are written past React. */
export function Verdict({ answers, drawing }: { answers: DigitAnswers; drawing: Drawing }) {
  const root = useRef<HTMLDivElement>(null);
  const announcer = useAnnouncer();

  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const big = element.querySelector<HTMLElement>('[data-part=digit]')!;
    const sentence = element.querySelector<HTMLElement>('[data-part=sentence]')!;
    const rows = [...element.querySelectorAll<HTMLElement>('li')];
    let said: number | null = null;

    const frame = frameOf(() => {
      const { prediction, image, milliseconds } = answers.get();
      const outputs = image ? prediction?.outputs : undefined;
      const best = rank(outputs);
      big.textContent = best ? String(best.digit) : '';
      sentence.textContent = best
        ? `${formatPercent(best.share, 1)} sure${best.share < sure ? `, or a ${best.second}` : ''}, in ${formatMilliseconds(milliseconds)}`
        : image
          ? 'thinking'
          : 'nothing yet: the pad is empty';
      rows.forEach((row, digit) => {
        const share = best && outputs ? outputs[digit] : null;
        row.dataset.top = String(best?.digit === digit);
        row.style.setProperty('--share', String(share === null ? 0 : Math.max(0, Math.min(1, share))));
        row.lastElementChild!.textContent = share === null ? '' : formatPercent(share, 1);
      });
      if (drawing.isDown) return;
      const digit = best?.digit ?? null;
      if (digit === said) return;
      said = digit;
      announcer.chatter(best && (() => sentenceOf(answers.get()) ?? ''));
    });
    frame.request();
    const stops = [answers.subscribe(frame.request), drawing.subscribe(frame.request)];
    return () => {
      frame.cancel();
      announcer.chatter(null);
      for (const stop of stops) stop();
    };
  }, [answers, drawing, announcer]);

  return (
    <div ref={root}>
      <p className={styles.verdict}>
        <strong data-part="digit" data-testid="prediction" className={styles.digit} />
        <span data-part="sentence" className={styles.sentence} />
      </p>
      <ul className={styles.bars} aria-label="Probability of each digit">
        {digits.map((digit) => (
          <li key={digit} className={styles.bar}>
            <b>{digit}</b>
            <i aria-hidden="true">
              <em />
            </i>
            <span />
          </li>
        ))}
      </ul>
    </div>
  );
}

function sentenceOf({ prediction }: DigitAnswer): string | null {
  const best = rank(prediction?.outputs);
  return best && `The network says ${best.digit}, ${Math.round(100 * best.share)} % sure.`;
}
