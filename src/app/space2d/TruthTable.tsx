import { formatLoss, formatSigned, unknown } from '../format';
import { RightIcon, WrongIcon } from '../shell/icons';
import styles from './Stage2d.module.css';
import type { TruthRow } from './truth';

export function TruthTable({ rows }: { rows: readonly TruthRow[] }) {
  return (
    <div className={`${styles.tableBox} sideways`}>
      <table className={styles.table}>
        <caption className="unseen">Truth table of a xor b, with the network’s answers</caption>
        <thead>
          <tr>
            <th scope="col">a</th>
            <th scope="col">b</th>
            <th scope="col">wanted</th>
            <th scope="col">answer</th>
            <th scope="col">squared error</th>
            <th scope="col">
              <span className="unseen">verdict</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ a, b, wanted, answer, error, right }) => (
            <tr key={`${a}${b}`}>
              <td>{a}</td>
              <td>{b}</td>
              <td>{wanted}</td>
              <td className={styles.strong}>
                <span className={styles.meter} aria-hidden="true">
                  {answer !== null && !Number.isNaN(answer) && (
                    <i style={{ left: `${100 * Math.max(0, Math.min(1, answer))}%` }} />
                  )}
                </span>
                {writeAnswer(answer)}
              </td>
              <td>{formatLoss(error)}</td>
              <td>
                <Verdict right={right} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function writeAnswer(answer: number | null): string {
  if (answer === null) return unknown;
  return Number.isNaN(answer) ? 'not a number' : formatSigned(answer, 3);
}

function Verdict({ right }: { right: boolean | null }) {
  if (right === null) return <>{unknown}</>;
  return (
    <span className={`${styles.verdict} ${right ? styles.right : styles.wrong}`}>
      {right ? <RightIcon /> : <WrongIcon />}
      {right ? 'right' : 'wrong'}
    </span>
  );
}
