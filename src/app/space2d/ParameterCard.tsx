import { useId, useMemo } from 'react';
import type { ParameterPlace } from '../../training/trainer';
import { Help } from '../controls/Help';
import { formatGradient } from '../format';
import type { Askable } from '../probe';
import { useSession, useSessionState } from '../sessionContext';
import { useFollowed } from '../useFollowed';
import {
  type ChoosableNetwork,
  type ChosenParameter,
  fitted,
  isSamePlace,
  layerName,
  parameterName,
  placeOf,
  sourceName,
} from './chosenParameter';
import { HistoryLine } from './HistoryLine';
import styles from './ParameterCard.module.css';
import { ParameterValue } from './ParameterValue';
import { historyOf, type ParameterHistory } from './parameterHistory';

type Props = {
  readonly network: ChoosableNetwork;
  readonly chosen: ChosenParameter;
  readonly onChoose: (chosen: ChosenParameter) => void;
  /** Its value, as the picture has it. */
  readonly shown: number | null;
  readonly history: ParameterHistory;
};

/** A tenth of a second between two looks. */
const pause = 100;
const read = async (trainer: Askable, place: ParameterPlace) => ({
  place,
  ...(await trainer.parameter(place)),
});

/** The chosen weight or bias: what it is, what moves it, what it was; and what it is to be. */
export function ParameterCard({ network, chosen, onChoose, shown, history }: Props) {
  const session = useSession();
  const frozen = useSessionState((state) => state.run.spec.frozen) ?? [];
  // The same object for the same place: another one is asked about.
  const { tensor, index } = placeOf(network, chosen);
  const place = useMemo(() => ({ tensor, index }), [tensor, index]);
  const answer = useFollowed(place, { whom: 'stage', ask: read, pause });
  const reading = answer && isSamePlace(answer.place, place) ? answer : null;
  const isFrozen = frozen.some((other) => isSamePlace(other, place));
  const id = useId();

  return (
    <section className={styles.card} aria-label="Chosen weight">
      <Choices network={network} chosen={chosen} onChoose={onChoose} />
      <div className={styles.facts}>
        <dl className={styles.gradient}>
          <dt>gradient</dt>
          <dd data-testid="parameter-gradient">{formatGradient(reading?.gradient ?? null)}</dd>
        </dl>
        <span className={styles.freeze}>
          <label>
            <input
              className="check"
              type="checkbox"
              aria-describedby={id}
              checked={isFrozen}
              onChange={({ target }) => {
                const others = frozen.filter((other) => !isSamePlace(other, place));
                session.tune({ frozen: target.checked ? [...others, place] : others });
              }}
            />
            Freeze
          </label>
          <Help about="one weight" id={id}>
            <p>
              Click a line (a weight) or a ring (a bias) of the network, or choose it here. Another value
              counts at once, also while it trains.
            </p>
            <p className="formula">{'z = Σ w · x + bias\nw ← w − rate · ∂loss/∂w'}</p>
            <p>
              The gradient is that of the loss over the next batch. What is frozen keeps its value to the bit
              while the rest learns, and wears a small square; Reset forgets it.
            </p>
          </Help>
        </span>
      </div>
      <ParameterValue
        key={`${place.tensor} ${place.index}`}
        name={parameterName(network, chosen)}
        value={reading?.value ?? shown}
        onChange={(value) => session.setParameter(place, value)}
      />
      <HistoryLine points={historyOf(history, place)} />
    </section>
  );
}

/** Every weight and bias by its name, for keys and for layers that are wider than the picture. */
function Choices({ network, chosen, onChoose }: Omit<Props, 'shown' | 'history'>) {
  const { layer, unit, from } = chosen;
  const { blocks, counts } = network;
  const choose = (change: Partial<ChosenParameter>) => onChoose(fitted(network, { ...chosen, ...change }));
  return (
    <span className={styles.choices}>
      <select
        className="select"
        aria-label="Layer"
        value={layer}
        onChange={({ target }) => choose({ layer: Number(target.value) })}
      >
        {blocks.map((block, at) => (
          <option key={block.weightLayer} value={at}>
            {layerName(network, at)}
          </option>
        ))}
      </select>
      <select
        className="select"
        aria-label="Neuron"
        value={unit}
        onChange={({ target }) => choose({ unit: Number(target.value) })}
      >
        {Array.from({ length: blocks[layer].units }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a neuron is its place.
          <option key={at} value={at}>
            neuron {at + 1}
          </option>
        ))}
      </select>
      <select
        className="select"
        aria-label="Bias, or what the weight comes from"
        value={from ?? 'bias'}
        onChange={({ target }) => choose({ from: target.value === 'bias' ? null : Number(target.value) })}
      >
        {blocks[layer].bias && <option value="bias">bias</option>}
        {Array.from({ length: counts[layer] }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a weight is its place.
          <option key={at} value={at}>
            ← {sourceName(network, layer, at)}
          </option>
        ))}
      </select>
    </span>
  );
}
