import { useEffect, useRef } from 'react';
import type { NamedTensor } from '../../training/trainer';
import { frameOf } from '../frame';
import { paintSigns } from '../palette';
import { onThemeChange } from '../shell/theme';
import { weightScale } from '../weightScale';
import styles from './Inspect.module.css';

const perRow = 12;
const rows = 2;
const imageWidth = '3rem';

type Props = {
  /** Weights `[height · width, units]`, or kernels `[height, width, 1, units]`, which lie the same way. */
  readonly tensor: NamedTensor;
  readonly height: number;
  readonly width: number;
  /** What has these weights: neurons of a dense layer, or kernels. */
  readonly of: 'neurons' | 'kernels';
};

/** What the first layer looks for: the weights of each neuron or kernel where their pixels are. */
export function UnitImages({ tensor, height, width, of }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const units = tensor.shape[tensor.shape.length - 1];
  const shown = Math.min(units, perRow * rows);
  const columns = Math.min(shown, perRow);
  // Between images of a few large pixels one is gap enough.
  const gap = width < 12 ? 1 : 2;
  const newest = useRef(tensor);
  newest.current = tensor;
  const request = useRef<() => void>(() => {});

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const values = new Float32Array(height * width);
    const frame = frameOf(() => {
      const { values: weights } = newest.current;
      // Of another network, which the next rendering draws.
      if (weights.length !== values.length * units) return;
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      for (let unit = 0; unit < shown; unit++) {
        for (let i = 0; i < values.length; i++) values[i] = weights[i * units + unit];
        paintSigns(pixels, values, weightScale(values));
        context.putImageData(
          image,
          (unit % perRow) * (width + gap),
          Math.floor(unit / perRow) * (height + gap),
        );
      }
    });
    request.current = frame.request;
    frame.request();
    const stop = onThemeChange(frame.request);
    return () => {
      frame.cancel();
      stop();
    };
  }, [units, shown, height, width, gap]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new weights are drawn.
  useEffect(() => request.current(), [tensor]);

  return (
    <figure className={styles.images}>
      <canvas
        ref={canvas}
        width={columns * (width + gap) - gap}
        height={Math.ceil(shown / perRow) * (height + gap) - gap}
        style={{ maxWidth: `calc(${columns} * ${imageWidth})` }}
        role="img"
        aria-label={`The weights of ${shown} of ${units} ${of} of the first layer, each as a picture of ${height} × ${width}`}
      />
      <figcaption>
        What {shown < units ? `${shown} of ` : ''}the {units} first {of} look for: blue pixels speak for them,
        orange ones against.
      </figcaption>
    </figure>
  );
}
