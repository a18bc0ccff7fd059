import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { blocksOf, blockWeights } from '../blocks';
import { kindOf } from '../controls/networkParts';
import { useFeedListener } from '../feed';
import { useSession, useSessionState } from '../sessionContext';
import { textScale } from '../textScale';
import { type Draw, useCanvas } from '../useCanvas';
import { useWeights } from '../useWeights';
import { type ChoosableNetwork, type ChosenParameter, fitted, isSamePlace, placeOf } from './chosenParameter';
import { drawNeurons, pictureSide } from './drawNeurons';
import { LayerButtons, NeuronButtons } from './NetworkButtons';
import { NetworkEdges } from './NetworkEdges';
import { layOut, maxShownUnits } from './netLayout';
import { ParameterCard } from './ParameterCard';
import { ParameterPicker } from './ParameterPicker';
import { noHistory, withSnapshot } from './parameterHistory';
import type { Plane } from './plane';
import styles from './Stage2d.module.css';
import { type GridAnswers, useGridAnswers } from './useGridAnswers';

/** A tenth of a second between two looks at the weights. */
const weightsPause = 100;
/** Pictures as small as a neuron's need no more than about fifteen in a second. */
const neurons = { layers: true, pause: 50 };

/** What the picture of the network on the stage shows in its neurons. */
export function useNeuronAnswers(plane: Plane, classes: number): GridAnswers {
  return useGridAnswers(plane, pictureSide, classes, neurons);
}

type Props = {
  readonly answers: GridAnswers;
  /** What the inputs are called. */
  readonly inputs: readonly string[];
};

/** The network with what every neuron answers, and below it one weight or bias at a time. */
export function NetworkPicture({ answers, inputs }: Props) {
  const session = useSession();
  const spec = useSessionState((state) => state.run.spec);
  const { network, frozen } = spec;
  const tensors = useWeights(weightsPause);
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0, scale: 1 });
  const [history, setHistory] = useState(noHistory);
  const [wanted, setWanted] = useState<ChosenParameter>({ layer: 0, unit: 0, from: 0 });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = new ResizeObserver(() => {
      setSize({ width: element.clientWidth, height: element.clientHeight, scale: textScale() });
    });
    measure.observe(element);
    return () => measure.disconnect();
  }, []);

  const choosable = useMemo((): ChoosableNetwork => {
    const blocks = blocksOf(network);
    return { blocks, counts: [network.inputs, ...blocks.map(({ units }) => units)], inputs };
  }, [network, inputs]);
  const { blocks, counts } = choosable;
  const chosen = fitted(choosable, wanted);
  const layout = useMemo(() => layOut(counts, size.width, size.height, size.scale), [counts, size]);
  const weights = useMemo(() => blockWeights(tensors, network.inputs, blocks), [tensors, network, blocks]);
  useEffect(() => {
    // What the neurons answered last is of the step that the weights are of, or one just before it.
    const step = answers.get()?.prediction.step;
    if (tensors && step !== undefined) setHistory((before) => withSnapshot(before, step, tensors));
  }, [tensors, answers]);

  const isFrozen = useCallback(
    (parameter: ChosenParameter) => {
      const place = placeOf(choosable, parameter);
      return frozen?.some((other) => isSamePlace(other, place)) ?? false;
    },
    [choosable, frozen],
  );
  const readValue = ({ layer, unit, from }: ChosenParameter): number | null => {
    const block = weights?.[layer];
    const value = from === null ? block?.bias?.[unit] : block?.weights[from * blocks[layer].units + unit];
    return value ?? null;
  };

  const draw: Draw = (context, width, height) => {
    context.clearRect(0, 0, width, height);
    if (size.width > 0) drawNeurons(context, width / size.width, layout, blocks, answers.get());
  };
  const redraw = useCanvas(canvas, draw);
  useFeedListener(answers, redraw);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another layout is drawn even if no answer comes.
  useEffect(redraw, [layout, redraw]);

  const hidden = counts.slice(1, -1);
  const most = Math.max(...counts);
  const isEditable = kindOf(network) === 'dense';
  return (
    <>
      <section className={styles.network}>
        <div className={styles.head}>
          <h2 className="heading">Network</h2>
          <span className={styles.key} aria-hidden="true">
            <SignKey name="positive" /> <SignKey name="negative" />
          </span>
          {isEditable && <LayerButtons spec={spec} chosen={chosen} onEdit={session.changeNetwork} />}
        </div>
        <div
          ref={box}
          className={styles.picture}
          style={{ minHeight: `${Math.max(12, 2 + 2 * Math.min(most, maxShownUnits))}rem` }}
        >
          <div
            role="img"
            aria-label={`The network ${counts.join('-')}: ${hidden.length} hidden ${hidden.length === 1 ? 'layer' : 'layers'}, with what every neuron answers over the square, its weights as lines and its biases as rings. The numbers are in the table of weights.`}
          >
            <canvas ref={canvas} />
            <NetworkEdges
              layout={layout}
              counts={counts}
              inputs={inputs}
              weights={weights}
              isFrozen={isFrozen}
              scale={size.scale}
            />
          </div>
          <ParameterPicker
            network={choosable}
            layout={layout}
            chosen={chosen}
            onChoose={setWanted}
            readValue={readValue}
          />
          {isEditable && (
            <NeuronButtons spec={spec} chosen={chosen} layout={layout} onEdit={session.changeNetwork} />
          )}
        </div>
        {most > maxShownUnits && (
          <p className={styles.readout}>The first {maxShownUnits} neurons of each layer are shown.</p>
        )}
      </section>
      <ParameterCard
        network={choosable}
        chosen={chosen}
        onChoose={setWanted}
        shown={readValue(chosen)}
        history={history}
      />
    </>
  );
}

function SignKey({ name }: { name: 'positive' | 'negative' }) {
  return (
    <span>
      <svg viewBox="0 0 18 6" width="1.125rem" height="0.375rem" aria-hidden="true">
        <path d="M0 3h18" strokeWidth="2.5" className={styles[name]} />
      </svg>
      {name}
    </span>
  );
}
