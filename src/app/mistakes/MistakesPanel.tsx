import { useEffect, useId, useMemo, useState } from 'react';
import type { TestAnswers } from '../../training/trainer';
import { Choice } from '../controls/Choice';
import { Help } from '../controls/Help';
import { formatCount, formatPercent } from '../format';
import { useInspector } from '../inspect/inspector';
import { StageNote } from '../inspect/StageNote';
import { aDigit } from '../myDigits/wording';
import type { FollowOptions } from '../probe';
import { useSessionState } from '../sessionContext';
import { TestDigitCard } from '../testDigits/TestDigitCard';
import { TestDigitList } from '../testDigits/TestDigitList';
import { useFollowed } from '../useFollowed';
import { ConfusionTable } from './ConfusionTable';
import styles from './MistakesPanel.module.css';
import { type Cell, type Order, orderNames, orders, rowsOf, unanswered } from './mistakes';

/** The trainer measures no more often than figures can be read. */
const asking: Omit<FollowOptions<'answers', TestAnswers>, 'listener'> = {
  whom: 'stage',
  ask: (trainer) => trainer.testAnswers(),
  pause: 400,
};

/** Which of the 10,000 test digits are read as what, and those that are read wrong, the surest first. */
export function MistakesPanel() {
  const newest = useFollowed('answers', asking);
  const isTraining = useSessionState(({ run }) => run.status === 'training');
  const step = useSessionState(({ run }) => run.step);
  const inspector = useInspector();
  const [cell, setCell] = useState<Cell | null>(null);
  const [order, setOrder] = useState<Order>('surest');
  const [listed, setListed] = useState<TestAnswers | null>(null);
  const help = useId();
  // While the network learns, the list stays: nothing runs away from under the finger.
  useEffect(() => {
    if (newest && (!isTraining || listed === null)) setListed(newest);
  }, [newest, isTraining, listed]);
  const rows = useMemo(() => (listed ? rowsOf(listed, cell, order) : []), [listed, cell, order]);

  if (!newest || !listed)
    return (
      <p className={styles.empty}>
        Here will stand which of the 10,000 test digits are read as what, as soon as they are measured.
      </p>
    );
  const { labels, scores } = newest;
  const right = newest.answers.reduce((sum, answer, row) => sum + Number(answer === labels[row]), 0);
  const without = unanswered(newest);
  const refresh = (change: () => void): void => {
    setListed(newest);
    change();
  };
  const worst = scores.reduce(
    (at, { recall }, name) => ((recall ?? 0) < (scores[at].recall ?? 0) ? name : at),
    0,
  );
  return (
    <div className={styles.panel}>
      <section className={styles.matrix}>
        <div className={styles.head}>
          <p className={styles.figures} data-testid="mistakes">
            <b>{formatCount(labels.length - right)}</b> of {formatCount(labels.length)} read wrong
          </p>
          <p className={styles.muted}>{newest.step === step ? '' : `at step ${formatCount(newest.step)}`}</p>
          <Help about="the table" id={help}>
            <p>
              A row is a digit as it is, a column what the network reads. On the diagonal, blue, stands what
              is right; beside it, orange, what is mistaken for what.
            </p>
            <p>
              Right of a row: how many of that digit are read right. Below a column: of all that are read so,
              how many per cent are.
            </p>
            <p>Choose a cell to see its digits; again, or Escape, to see all mistakes.</p>
          </Help>
        </div>
        <div className={`${styles.scroll} sideways`}>
          <ConfusionTable answers={newest} chosen={cell} choose={(next) => refresh(() => setCell(next))} />
        </div>
        <p className={styles.muted}>
          {without > 0
            ? `${formatCount(without)} have no answer: what comes out of the network is not a number.`
            : `Hardest: the ${worst}, ${formatPercent(scores[worst].recall, 1)} right.`}
        </p>
        <StageNote />
      </section>
      <section className={styles.digits}>
        <div className={styles.head}>
          <h3 className={styles.title}>{titleOf(cell, rows.length)}</h3>
          <Choice
            label="Order"
            value={order}
            options={orders}
            names={orderNames}
            onChange={(next) => refresh(() => setOrder(next))}
          />
          <button
            type="button"
            className="button"
            data-needed={cell !== null}
            onClick={() => refresh(() => setCell(null))}
          >
            All mistakes
          </button>
          <button
            type="button"
            className="button"
            data-needed={listed.step !== newest.step}
            onClick={() => setListed(newest)}
          >
            Those of now
          </button>
        </div>
        {rows.length === 0 ? (
          <p className={styles.empty}>{cell ? 'There is no such digit.' : 'None is read wrong.'}</p>
        ) : (
          <TestDigitList
            rows={rows}
            answers={listed}
            label={titleOf(cell, rows.length)}
            chosen={inspector.row}
            choose={inspector.look}
          />
        )}
      </section>
      <div className={styles.card}>
        <TestDigitCard
          row={inspector.row}
          empty="Choose a digit to see what the network says to it, and to put it on the pad."
          offersActivations
        />
      </div>
    </div>
  );
}

function titleOf(cell: Cell | null, rows: number): string {
  const count = formatCount(rows);
  if (cell === null) return `All mistakes: ${count}`;
  const { meant, answered } = cell;
  return meant === answered
    ? `${meant} read right: ${count}`
    : `${meant} read as ${aDigit(answered)}: ${count}`;
}
