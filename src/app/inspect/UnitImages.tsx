import { useEffect, useRef } from 'react';
import type { NamedTensor } from '../../training/trainer';
import { frameOf } from '../frame';
import { paintSigns } from '../palette';
import { onThemeChange } from '../shell/theme';
import styles from './Inspect.module.css';

const side = 28;
const perRow = 12;
const rows = 2;

/** What the first neurons look for: each one's 784 weights where their pixels are. */
export function UnitImages({ tensor }: { tensor: NamedTensor }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const units = tensor.shape[1];
  const shown = Math.min(units, perRow * rows);
  const newest = useRef(tensor);
  newest.current = tensor;
  const request = useRef<() => void>(() => {});

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(side, side);
    const pixels = new Uint32Array(image.data.buffer);
    const values = new Float32Array(side * side);
    const frame = frameOf(() => {
      const { values: weights, shape } = newest.current;
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      for (let unit = 0; unit < Math.min(shape[1], shown); unit++) {
        let squares = 0;
        for (let i = 0; i < values.length; i++) {
          values[i] = weights[i * shape[1] + unit];
          squares += values[i] ** 2;
        }
        // Three standard deviations are full colour: one stray weight does not pale the rest.
        paintSigns(pixels, values, 1 / (3 * Math.sqrt(squares / values.length) || 1));
        context.putImageData(image, (unit % perRow) * (side + 2), Math.floor(unit / perRow) * (side + 2));
      }
    });
    request.current = frame.request;
    frame.request();
    const stop = onThemeChange(frame.request);
    return () => {
      frame.cancel();
      stop();
    };
  }, [shown]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new weights are drawn.
  useEffect(() => request.current(), [tensor]);

  return (
    <figure className={styles.images}>
      <canvas
        ref={canvas}
        width={perRow * (side + 2) - 2}
        height={Math.ceil(shown / perRow) * (side + 2) - 2}
        role="img"
        aria-label={`The weights of ${shown} of ${units} neurons of the first layer, each as a picture of 28 × 28`}
      />
      <figcaption>
        What {shown} of the {units} first neurons look for: blue pixels speak for them, orange ones against.
      </figcaption>
    </figure>
  );
}
