import { type PointerEvent, useEffect, useRef } from 'react';
import { frameOf } from '../frame';
import { paintSigns } from '../palette';
import { onThemeChange } from '../shell/theme';
import styles from './Microscope.module.css';
import { placeName } from './stations';

type Props = {
  readonly title: string;
  readonly shape: readonly number[];
  /** What the layer puts out, of this shape. */
  readonly values: Float32Array;
  readonly unit: number;
  readonly onUnit: (unit: number) => void;
};

/** Where each number of a layer lies in its picture: neurons in rows, or the channels of an image beside each other. */
type Tiling = {
  readonly columns: number;
  readonly rows: number;
  /** The number at a pixel; null between images. */
  readonly unitAt: (column: number, row: number) => number | null;
  readonly pixelOf: (unit: number) => readonly [column: number, row: number];
};

const neuronsInRow = 32;
const imagesInRow = 8;

function tilingOf(shape: readonly number[]): Tiling {
  if (shape.length === 1) {
    const [units] = shape;
    const columns = Math.min(units, neuronsInRow);
    return {
      columns,
      rows: Math.ceil(units / columns),
      unitAt: (column, row) => (row * columns + column < units ? row * columns + column : null),
      pixelOf: (unit) => [unit % columns, Math.floor(unit / columns)],
    };
  }
  const [height, width, channels] = shape;
  const across = Math.min(channels, imagesInRow);
  return {
    columns: across * (width + 1) - 1,
    rows: Math.ceil(channels / across) * (height + 1) - 1,
    unitAt(column, row) {
      const [c, r] = [column % (width + 1), row % (height + 1)];
      const channel = Math.floor(row / (height + 1)) * across + Math.floor(column / (width + 1));
      return c < width && r < height && channel < channels ? (r * width + c) * channels + channel : null;
    },
    pixelOf(unit) {
      const [channel, pixel] = [unit % channels, Math.floor(unit / channels)];
      return [
        (channel % across) * (width + 1) + (pixel % width),
        Math.floor(channel / across) * (height + 1) + Math.floor(pixel / width),
      ];
    },
  };
}

/** What a layer puts out, each number as a colour: a tap chooses one. By keyboard the fields beside it do. */
export function LayerPicture({ title, shape, values, unit, onUnit }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const key = shape.join();
  const { columns, rows, unitAt, pixelOf } = tilingOf(shape);
  const [left, top] = pixelOf(unit);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape is in its key.
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(columns, rows);
    const numbers = Float32Array.from({ length: columns * rows }, (_, i) => {
      const place = unitAt(i % columns, Math.floor(i / columns));
      return place === null ? Number.NaN : values[place];
    });
    const scale = 1 / (values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1);
    const frame = frameOf(() => {
      paintSigns(new Uint32Array(image.data.buffer), numbers, scale);
      context.putImageData(image, 0, 0);
    });
    frame.request();
    const stop = onThemeChange(frame.request);
    return () => {
      frame.cancel();
      stop();
    };
  }, [values, key]);

  const onPointerDown = ({ nativeEvent, currentTarget }: PointerEvent<HTMLCanvasElement>): void => {
    const column = Math.floor((nativeEvent.offsetX / currentTarget.clientWidth) * columns);
    const row = Math.floor((nativeEvent.offsetY / currentTarget.clientHeight) * rows);
    const chosen = unitAt(column, row);
    if (chosen !== null) onUnit(chosen);
  };

  const percent = (share: number) => `${100 * share}%`;
  return (
    <div
      className={styles.picture}
      style={{
        maxWidth: shape.length === 1 ? `calc(${columns} * 1.75rem)` : `min(30rem, ${columns} * 0.375rem)`,
      }}
    >
      <canvas
        ref={canvas}
        width={columns}
        height={rows}
        role="img"
        aria-label={`What ${title} gives, each number as a colour; ${placeName(shape, unit)} is chosen`}
        onPointerDown={onPointerDown}
      />
      <i
        style={{
          left: percent(left / columns),
          top: percent(top / rows),
          width: percent(1 / columns),
          height: percent(1 / rows),
        }}
      />
    </div>
  );
}
