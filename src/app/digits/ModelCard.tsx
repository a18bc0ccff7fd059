import { useRef } from 'react';
import { digitsRecipe } from '../../training/recipes';
import type { RunSpec, WeightsCard } from '../../training/trainer';
import { presetOf } from '../controls/presets';
import { formatCount, formatEpoch, formatMeasuredAt, formatPercent } from '../format';
import { networkShape } from '../runEvents';
import { useSession, useSessionState } from '../sessionContext';
import { isShipped, openingNetwork, type ShippedName, shippedNetworks } from '../shippedNetworks';
import type { RunState, StandIn } from '../state';
import { DataLoading } from './DataLoading';
import styles from './ModelCard.module.css';

/** Where the weights come from, in one sentence. */
export function describeOrigin({
  origin,
  card,
  step,
  openedStep,
  epoch,
  test,
}: Pick<RunState, 'origin' | 'card' | 'step' | 'openedStep' | 'epoch' | 'test'>): string {
  const tested =
    test === null
      ? ''
      : `, ${formatPercent(test.accuracy, 1)} of ${formatCount(test.rows)} test digits${formatMeasuredAt(test.step, step)}`;
  const stepsHere = step - openedStep;
  if (origin === 'file' && card === null) {
    const since = stepsHere === 0 ? '' : ` Trained on here: ${formatCount(stepsHere)} steps.`;
    return `From a file of another program${tested}.${since}`;
  }
  if (origin === 'fresh' || card === null) {
    if (step === 0) return 'Fresh: knows nothing yet. Press Train.';
    return `Trained here from fresh weights: ${formatEpoch(epoch)} epochs${tested}.`;
  }
  const known = describeCard(card);
  const from = isShipped(origin) ? 'Trained by this project' : `From a file by ${card.madeBy}`;
  const since = stepsHere === 0 ? '' : ` Trained on here: ${formatCount(stepsHere)} steps${tested}.`;
  return `${from}: ${known}.${since}`;
}

/** 784-128-10, seed 1, 10 epochs, 97.7 % of 10,000 test digits */
function describeCard({ network, seed, epochs, testAccuracy, testRows }: WeightsCard): string {
  const known = [
    networkShape(network),
    `seed ${seed}`,
    `${formatCount(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}`,
  ];
  if (testAccuracy !== null)
    known.push(`${formatPercent(testAccuracy, 1)} of ${formatCount(testRows)} test digits`);
  return known.join(', ');
}

/** The network that reads the pad, in a sentence or two. */
export function ModelCard() {
  const session = useSession();
  const status = useSessionState((state) => state.run.status);
  const data = useSessionState((state) => state.run.data);
  const standIn = useSessionState((state) => state.run.standIn);
  const summoned = useSessionState((state) => state.run.summoned);
  const isSlow = useSessionState(({ run }) => isUntrained(run) && takesMinutes(run.spec));
  const place = useRef<HTMLDivElement>(null);
  const isRunning = status === 'loading' || status === 'training';
  // In the card's place, so that the pad doesn't move under a stroke when data is loaded.
  if (data !== null && isRunning && data.loadedRows < data.totalRows) return <DataLoading data={data} />;

  const coming = summoned ?? (status === 'opening' ? openingNetwork : null);
  let sentence = <StageOrigin />;
  let offer: Offer | null = null;
  if (coming !== null) sentence = <p>{describeComing(coming)}</p>;
  else if (standIn !== null) {
    sentence = <StandInOrigin standIn={standIn} />;
    offer = { text: 'Open it in place of yours', take: () => session.openShipped(standIn.name) };
  } else if (isSlow) {
    offer = { text: 'Take one that learns in seconds', take: () => session.rebuild(digitsRecipe) };
  }
  return (
    <div ref={place} className={styles.card} tabIndex={-1} data-testid="model-card">
      {sentence}
      {offer && (
        <button
          type="button"
          className={`button ${styles.offer}`}
          onClick={() => {
            // The button goes with what it offers; the focus stays here.
            place.current?.focus();
            offer.take();
          }}
        >
          {offer.text}
        </button>
      )}
    </div>
  );
}

type Offer = { readonly text: string; readonly take: () => void };

const isUntrained = ({ origin, step }: Pick<RunState, 'origin' | 'step'>) => origin === 'fresh' && step === 0;

/** As the two that read the pad were trained. */
function takesMinutes(spec: RunSpec): boolean {
  return ['padDense', 'padConvolutional'].includes(presetOf(spec));
}

function StageOrigin() {
  const origin = useSessionState((state) => state.run.origin);
  const card = useSessionState((state) => state.run.card);
  const step = useSessionState((state) => state.run.step);
  const openedStep = useSessionState((state) => state.run.openedStep);
  const epoch = useSessionState((state) => state.run.epoch);
  const test = useSessionState((state) => state.run.test);
  return (
    <p>
      {describeOrigin({ origin, card, step, openedStep, epoch, test })}
      {!isUntrained({ origin, step }) && <span className={styles.hint}> Reset forgets it all.</span>}
    </p>
  );
}

function StandInOrigin({ standIn: { name, card } }: { readonly standIn: StandIn }) {
  return (
    <p>
      The {name} network of this project reads the pad{card && `: ${describeCard(card)}`}.
      <span className={styles.hint}> Yours stays as it is.</span>
    </p>
  );
}

function describeComing(name: ShippedName): string {
  return `Opening the ${name} network, ${shippedNetworks[name].kilobytes} kB.`;
}
