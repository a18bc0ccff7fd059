import { useEffect, useMemo, useRef, useState } from 'react';
import { blocksOf, blockWeights } from '../blocks';
import { useFeedListener } from '../feed';
import { useSessionState } from '../sessionContext';
import { textScale } from '../textScale';
import { type Draw, useCanvas } from '../useCanvas';
import { useWeights } from '../useWeights';
import { drawNeurons } from './drawNeurons';
import { NetworkEdges } from './NetworkEdges';
import { layOut, maxShownUnits } from './netLayout';
import styles from './Stage2d.module.css';
import type { GridAnswers } from './useGridAnswers';

/** A tenth of a second between two looks at the weights. */
const weightsPause = 100;

export function NetworkPicture({ answers, inputs }: { answers: GridAnswers; inputs: readonly string[] }) {
  const network = useSessionState((state) => state.run.spec.network);
  const tensors = useWeights(weightsPause);
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0, scale: 1 });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = new ResizeObserver(() => {
      setSize({ width: element.clientWidth, height: element.clientHeight, scale: textScale() });
    });
    measure.observe(element);
    return () => measure.disconnect();
  }, []);

  const blocks = useMemo(() => blocksOf(network), [network]);
  const counts = useMemo(() => [network.inputs, ...blocks.map(({ units }) => units)], [network, blocks]);
  const layout = useMemo(() => layOut(counts, size.width, size.height, size.scale), [counts, size]);
  const weights = useMemo(() => blockWeights(tensors, network.inputs, blocks), [tensors, network, blocks]);

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
  return (
    <section>
      <div className={styles.head}>
        <h2 className="heading">Network</h2>
        <span className={styles.key} aria-hidden="true">
          <SignKey name="positive" /> <SignKey name="negative" />
        </span>
      </div>
      <div
        ref={box}
        className={styles.picture}
        role="img"
        aria-label={`The network ${counts.join('-')}: ${hidden.length} hidden ${hidden.length === 1 ? 'layer' : 'layers'}, with what every neuron answers over the square, and its weights as lines. The numbers are in the table of weights.`}
      >
        <canvas ref={canvas} />
        <NetworkEdges layout={layout} counts={counts} inputs={inputs} weights={weights} scale={size.scale} />
      </div>
      {most > maxShownUnits && (
        <p className={styles.readout}>The first {maxShownUnits} neurons of each layer are shown.</p>
      )}
    </section>
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
