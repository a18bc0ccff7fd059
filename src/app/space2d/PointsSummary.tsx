import { type Feed, useFeed } from '../feed';
import { formatCount } from '../format';
import styles from './PointTools.module.css';
import type { JudgedPoints } from './usePointAnswers';

type Props = { readonly points: Feed<JudgedPoints> };

/** How many points there are, and how many of them are answered wrong. */
export function PointsSummary({ points }: Props) {
  const { train, test, right } = useFeed(points);
  const [learned, tested] = [train.length / 3, test.length / 3];
  if (learned + tested === 0)
    return (
      <p className={styles.summary}>
        <strong>No points yet.</strong> Choose a class above and paint on the surface, or bring a table.
      </p>
    );
  return (
    <p className={styles.summary} data-testid="points-summary">
      <b>{formatCount(learned)}</b> to learn from
      {right && <Wrong count={countWrong(right.train)} />} · <b>{formatCount(tested)}</b> for the test
      {right && tested > 0 && <Wrong count={countWrong(right.test)} />}
      {tested === 0 && ', which is made on the others'}
    </p>
  );
}

function Wrong({ count }: { readonly count: number }) {
  return (
    <>
      {' '}
      (<b>{formatCount(count)}</b> wrong)
    </>
  );
}

const countWrong = (right: readonly boolean[]) => right.filter((isRight) => !isRight).length;
