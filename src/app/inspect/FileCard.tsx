import type { Evaluation, WeightsCard } from '../../training/trainer';
import { augmentationOf, describeAugmentation } from '../controls/augmentationNumbers';
import { describeMixture, mixtureOf } from '../controls/mixtureNumbers';
import { describeOptimizer, kernelsNames, lossNames } from '../controls/names';
import { formatCount, formatLoss, formatPercent } from '../format';
import { networkShape } from '../runEvents';
import { useSession, useSessionState } from '../sessionContext';
import { isShipped } from '../shippedNetworks';
import styles from './Inspect.module.css';

/** What the file, from which the weights came, says about itself. */
export function FileCard() {
  const origin = useSessionState((state) => state.run.origin);
  const card = useSessionState((state) => state.run.card);
  const info = useSessionState((state) => state.run.info);
  const measured = useSessionState((state) => state.run.openedTest);
  const openedStep = useSessionState((state) => state.run.openedStep);
  const step = useSessionState((state) => state.run.step);
  const status = useSessionState((state) => state.run.status);
  const session = useSession();
  if (card === null || origin === 'fresh') {
    return (
      <p className={styles.note}>
        {origin === 'file' && 'From a file that says nothing of its training. '}
        {info && `${formatCount(info.parameters)} parameters, computed by ${kernelsNames[info.kernels]}.`}
      </p>
    );
  }
  const rows: readonly (readonly [string, string])[] = [
    ['File', isShipped(origin) ? 'shipped with this page' : 'yours'],
    ['Network', networkShape(card.network)],
    ['Trained', `${formatCount(card.steps)} steps, ${formatCount(card.epochs)} epochs`],
    ...describeData(card),
    ['Loss', lossNames[card.loss]],
    ['Optimizer', describeOptimizer(card.optimizer)],
    ['Batch, seed', `${card.batchSize}, ${card.seed}`],
    ['Test, it says', describeClaim(card)],
    ['Test, here', describeMeasured(card, measured)],
    ['Made by', card.madeBy],
    ...(openedStep > 0 ? [['Run', `saved at step ${formatCount(openedStep)}`] as const] : []),
  ];
  return (
    <>
      <dl className={styles.card}>
        {rows.map(([name, value]) => (
          <FileLine key={name} name={name} value={value} />
        ))}
      </dl>
      {openedStep > 0 && step === openedStep && (
        <button
          type="button"
          className={`button ${styles.continue}`}
          disabled={status !== 'idle'}
          onClick={() => {
            session.train();
            // The button goes; what it began goes on on the stage.
            document.getElementById('stage')?.focus();
          }}
        >
          Continue training
        </button>
      )}
    </>
  );
}

/** Only of digits that were bent, or had others among them: else there is nothing to say. */
function describeData({ data }: WeightsCard): readonly (readonly [string, string])[] {
  const rows = [
    ['Mixed in', describeMixture(mixtureOf(data))],
    ['Digits bent', describeAugmentation(augmentationOf(data))],
  ] as const;
  return rows.filter(([, said]) => said !== '');
}

function describeClaim({ testAccuracy, testRows, testLoss }: WeightsCard): string {
  if (testAccuracy === null) return 'not measured';
  return `${formatPercent(testAccuracy)} of ${formatCount(testRows)}, loss ${formatLoss(testLoss)}`;
}

/** Of the weights as they came: no figure is taken on trust. */
function describeMeasured({ testAccuracy }: WeightsCard, measured: Evaluation | null): string {
  if (measured === null) return 'not measured yet';
  const text = `${formatPercent(measured.accuracy)} of ${formatCount(measured.rows)}`;
  if (testAccuracy === null) return text;
  // Other kernels may decide a digit or two otherwise.
  const difference = Math.abs(measured.accuracy - testAccuracy) * measured.rows;
  if (difference < 0.5) return `${text}: the same`;
  return `${text}: ${measured.accuracy < testAccuracy ? 'less' : 'more'} than it says`;
}

function FileLine({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
