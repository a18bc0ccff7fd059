import { useEffect, useRef } from 'react';
import type { FirstLayerShare, UnitShare } from '../../training/trainer';
import { formatSigned } from '../format';
import { largest } from '../space2d/heat';
import { useCanvas } from '../useCanvas';
import { weightScale } from '../weightScale';
import { createInkedMap, type InkedMap } from './inkedMap';
import { SignImage } from './SignImage';
import styles from './WhyPanel.module.css';
import { formatGain } from './whyMaps';

type Props = { readonly unit: UnitShare; readonly of: FirstLayerShare; readonly input: Float32Array };

/** A neuron with its weights, or a kernel with what comes out of it, and what it gives to the score. */
export function UnitTile({ unit, of, input }: Props) {
  const { contribution, contributions, outputs, weights } = unit;
  const number = unit.unit + 1;
  const gain = <b className={contribution < 0 ? styles.against : styles.for}>{formatGain(contribution)}</b>;
  if (of.weightShape.length === 1)
    return (
      <li className={styles.neuron}>
        <InkedWeights weights={weights} input={input} label={`The weights of neuron ${number}`} />
        <span>neuron {number}</span>
        <span>active {formatSigned(outputs[0])}</span>
        {gain}
      </li>
    );
  const width = of.outputShape[1];
  return (
    <li className={styles.kernel}>
      <SignImage
        values={weights}
        width={of.weightShape[1]}
        scale={weightScale(weights)}
        label={`Kernel ${number}`}
      />
      <SignImage
        values={outputs}
        width={width}
        scale={1 / (largest(outputs) || 1)}
        label={`What comes out of kernel ${number}`}
      />
      <SignImage
        values={contributions}
        width={width}
        scale={1 / (largest(contributions) || 1)}
        label={`What of that counts, of kernel ${number}`}
      />
      <p>
        <span>kernel {number}</span> {gain}
      </p>
    </li>
  );
}

function InkedWeights({
  weights,
  input,
  label,
}: {
  weights: Float32Array;
  input: Float32Array;
  label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const map = useRef<InkedMap>(null);
  const redraw = useCanvas(canvas, (context, width) => {
    map.current ??= createInkedMap();
    map.current(context, width, weights, weightScale(weights), input);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn has changed.
  useEffect(redraw, [weights, input]);
  return <canvas ref={canvas} role="img" aria-label={label} />;
}
