import { describeOptimizer, kernelsNames, lossNames } from '../controls/names';
import { formatCount, formatLoss, formatPercent } from '../format';
import { networkShape } from '../runEvents';
import { useSessionState } from '../sessionContext';
import styles from './Inspect.module.css';

/** What the file, from which the weights came, says about itself. */
export function FileCard() {
  const origin = useSessionState((state) => state.run.origin);
  const card = useSessionState((state) => state.run.card);
  const info = useSessionState((state) => state.run.info);
  if (card === null || origin === 'fresh') {
    return (
      <p className={styles.note}>
        {info && `${formatCount(info.parameters)} parameters, computed by ${kernelsNames[info.kernels]}. `}
        The file opens in NumPy with numpy.load().
      </p>
    );
  }
  const test =
    card.testAccuracy === null
      ? 'not measured'
      : `${formatPercent(card.testAccuracy)} of ${formatCount(card.testRows)}, loss ${formatLoss(card.testLoss)}`;
  const rows: readonly (readonly [string, string])[] = [
    ['File', origin === 'shipped' ? 'shipped with this page' : 'yours'],
    ['Network', networkShape(card.network)],
    ['Trained', `${formatCount(card.steps)} steps, ${formatCount(card.epochs)} epochs`],
    ['Loss', lossNames[card.loss]],
    ['Optimizer', describeOptimizer(card.optimizer)],
    ['Batch, seed', `${card.batchSize}, ${card.seed}`],
    ['Test', test],
    ['Made by', card.madeBy],
  ];
  return (
    <dl className={styles.card}>
      {rows.map(([name, value]) => (
        <FileLine key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function FileLine({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
