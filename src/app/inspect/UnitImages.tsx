import { useEffect, useRef, useState } from 'react';
import type { NamedTensor } from '../../training/trainer';
import { frameOf } from '../frame';
import { paintSigns } from '../palette';
import { onThemeChange } from '../shell/theme';
import { weightScale } from '../weightScale';
import styles from './Inspect.module.css';

const perRow = 12;
/** Rows that are shown until all are asked for. */
const firstRows = 2;
const imageWidth = '3rem';

type Props = {
  /** Weights `[height · width, units]`, or kernels `[height, width, inputs, units]`. */
  readonly tensor: NamedTensor;
  readonly height: number;
  readonly width: number;
  /** What has these weights: neurons of a dense layer, or kernels. */
  readonly of: 'neurons' | 'kernels';
  /** In which layer. */
  readonly layer: string;
};

/**
 * What a layer looks for: the weights of each neuron or kernel where their pixels are. A kernel over several images has a
 * row of its own, with a picture for each of them.
 */
export function UnitImages({ tensor, height, width, of, layer }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [wantsAll, setWantsAll] = useState(false);
  const units = tensor.shape[tensor.shape.length - 1];
  const inputs = tensor.values.length / (height * width * units);
  const inRow = inputs > 1 ? 1 : perRow;
  const most = firstRows * perRow;
  const shown = wantsAll ? units : Math.min(units, most);
  const columns = Math.min(shown, inRow) * inputs;
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
    const size = height * width;
    /** Of a unit, one image after the other. */
    const values = new Float32Array(inputs * size);
    const frame = frameOf(() => {
      const { values: weights } = newest.current;
      // Of another network, which the next rendering draws.
      if (weights.length !== values.length * units) return;
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      for (let unit = 0; unit < shown; unit++) {
        for (let input = 0; input < inputs; input++)
          for (let i = 0; i < size; i++)
            values[input * size + i] = weights[(i * inputs + input) * units + unit];
        const scale = weightScale(values);
        for (let input = 0; input < inputs; input++) {
          paintSigns(pixels, values.subarray(input * size, (input + 1) * size), scale);
          const left = ((unit % inRow) * inputs + input) * (width + gap);
          context.putImageData(image, left, Math.floor(unit / inRow) * (height + gap));
        }
      }
    });
    request.current = frame.request;
    frame.request();
    const stop = onThemeChange(frame.request);
    return () => {
      frame.cancel();
      stop();
    };
  }, [units, inputs, inRow, shown, height, width, gap]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new weights are drawn.
  useEffect(() => request.current(), [tensor]);

  const size = `${height} × ${width}`;
  return (
    <figure className={styles.images}>
      <canvas
        ref={canvas}
        width={columns * (width + gap) - gap}
        height={Math.ceil(shown / inRow) * (height + gap) - gap}
        style={{ maxWidth: `calc(${columns} * ${inputs > 1 ? '2rem' : imageWidth})` }}
        role="img"
        aria-label={`The weights of ${shown} of ${units} ${of} of ${layer}, each as ${inputs > 1 ? `a row of ${inputs} pictures` : 'a picture'} of ${size}`}
      />
      <figcaption>
        What {shown < units ? `${shown} of ` : ''}the {units} {of} of {layer} look for
        {inputs > 1 && `, a row each, in each of the ${inputs} images below`}: blue pixels speak for them,
        orange ones against.{' '}
        {units > most && (
          <button type="button" className={styles.more} onClick={() => setWantsAll(!wantsAll)}>
            {wantsAll ? `Show ${most}` : `Show all ${units}`}
          </button>
        )}
      </figcaption>
    </figure>
  );
}
