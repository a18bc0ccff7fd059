import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import { useAnnouncer } from '../announceContext';
import { type AnsweredDigit, gapOf, LayerPicture } from '../digits/LayerPicture';
import { type FeedSource, useFeed } from '../feed';
import { formatCount, formatSigned } from '../format';
import { layerImages } from '../imageBlocks';
import styles from './ActivationsPanel.module.css';
import { type LayerPlace, nameOf, placeBeside, type ShownLayer, strongestPlace, valueAt } from './layersOf';

type Props = { readonly answers: FeedSource<AnsweredDigit>; readonly layer: ShownLayer };

const steps: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What comes out of a layer: all of it as a picture, and the number that is pointed at, or the strongest. */
export function LayerView({ answers, layer }: Props) {
  const [pointed, setPointed] = useState<LayerPlace | null>(null);
  const announcer = useAnnouncer();
  const reading = useId();
  const { image, prediction } = useFeed(answers);
  const { images, name, detail, columns } = layer;
  const { height, width, channels } = images;
  const isImages = height * width > 1;
  const outputs = image ? layerImages(prediction, images) : null;
  const place = pointed ?? (outputs ? strongestPlace(outputs, images) : null);
  const active = outputs?.reduce((count, value) => count + Number(Math.abs(value) > 0.01), 0) ?? 0;

  const wide = columns * (width + gapOf(images)) - gapOf(images);
  const high = Math.ceil(channels / columns) * (height + gapOf(images)) - gapOf(images);

  const onPointer = ({ nativeEvent, currentTarget }: PointerEvent<HTMLElement>): void => {
    const x = Math.floor((nativeEvent.offsetX / currentTarget.clientWidth) * wide);
    const y = Math.floor((nativeEvent.offsetY / currentTarget.clientHeight) * high);
    const [left, top] = [width + gapOf(images), height + gapOf(images)];
    const channel = Math.floor(y / top) * columns + Math.floor(x / left);
    const [row, column] = [y % top, x % left];
    const isThere = channel >= 0 && channel < channels && row < height && column < width;
    setPointed(isThere ? { channel, row, column } : null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setPointed(null);
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const from = place ?? { channel: 0, row: 0, column: 0 };
    // A neuron is an image of one pixel: there both go the same way.
    const far = event.shiftKey ? ([step[0] * width, step[1] * height] as const) : step;
    const to = placeBeside(layer, from, far) ?? from;
    setPointed(to);
    if (outputs) announcer.announce(`${nameOf(layer, to)}: ${formatSigned(valueAt(outputs, images, to))}`);
  };

  const mark = place && {
    left: `${(100 * ((place.channel % columns) * (width + gapOf(images)) + place.column)) / wide}%`,
    top: `${(100 * (Math.floor(place.channel / columns) * (height + gapOf(images)) + place.row)) / high}%`,
    width: `${100 / wide}%`,
    height: `${100 / high}%`,
  };
  return (
    <figure className={styles.layer}>
      <figcaption className={styles.caption}>
        <strong>{name}</strong>
        <span className={styles.muted}>{detail}</span>
        <span className={styles.active}>
          {outputs && `${formatCount(active)} of ${formatCount(outputs.length)} active`}
        </span>
      </figcaption>
      <div
        className={isImages ? styles.images : styles.neurons}
        style={{ maxWidth: `${columns * (isImages ? 6 : 1.5)}rem` }}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is pointed into takes keys itself.
        tabIndex={0}
        aria-label={`${name}: what comes out of each ${layer.unit}. Arrow keys go from one number to the next${isImages ? ', with Shift from image to image' : ''}.`}
        aria-describedby={reading}
        data-uses-keys
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setPointed(null)}
        onBlur={() => setPointed(null)}
        onKeyDown={onKeyDown}
      >
        <LayerPicture answers={answers} images={images} columns={columns} label={`${name}: ${detail}`} />
        {mark && outputs && <i className={styles.mark} style={mark} aria-hidden="true" />}
      </div>
      <p id={reading} className={styles.reading} data-testid={`activation-${images.outputLayer}`}>
        {place && outputs && (
          <>
            <span className={styles.muted}>
              {pointed === null ? 'strongest: ' : ''}
              {nameOf(layer, place)}
            </span>{' '}
            <b>{formatSigned(valueAt(outputs, images, place))}</b>
          </>
        )}
      </p>
    </figure>
  );
}
