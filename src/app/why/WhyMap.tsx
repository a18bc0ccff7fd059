import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef } from 'react';
import { useAnnouncer } from '../announceContext';
import { imageSide } from '../digits/paintImage';
import { formatSigned } from '../format';
import { cssColor, tokenColor } from '../palette';
import { useCanvas } from '../useCanvas';
import { createInkedMap, type InkedMap } from './inkedMap';
import type { ExplainedDigit } from './useExplanation';
import { WhyMapHelp } from './WhyMapHelp';
import styles from './WhyPanel.module.css';
import { formatGain, fullColour, nameOf, strongestPixel, type WhyMapKind, whyMaps } from './whyMaps';

type Props = {
  readonly kind: WhyMapKind;
  readonly explained: ExplainedDigit;
  /** The pixel that is pointed at, on any of the maps; null: each shows its strongest. */
  readonly pointed: number | null;
  readonly onPoint: (pixel: number | null) => void;
};

const steps: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const inside = (place: number): number => Math.max(0, Math.min(imageSide - 1, place));

/** One number for every pixel of the drawing, as a colour laid under its ink, and the number of one of them. */
export function WhyMap({ kind, explained, pointed, onPoint }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const map = useRef<InkedMap>(null);
  const announcer = useAnnouncer();
  const reading = useId();
  const help = useId();
  const { title, method, side, values: valuesOf, unit, because } = whyMaps[kind];
  const { explanation, question } = explained;
  const values = valuesOf(explanation);
  const full = fullColour(values);
  const pixel = pointed ?? strongestPixel(values);

  const redraw = useCanvas(canvas, (context, width) => {
    map.current ??= createInkedMap();
    map.current(context, width, values, 1 / (full || 1), question.input);
    drawSquare(context, width, pixel, side(explanation));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn has changed.
  useEffect(redraw, [explained, pixel]);

  const onPointer = ({ nativeEvent, currentTarget }: PointerEvent<HTMLCanvasElement>): void => {
    const column = inside(Math.floor((nativeEvent.offsetX / currentTarget.clientWidth) * imageSide));
    const row = inside(Math.floor((nativeEvent.offsetY / currentTarget.clientHeight) * imageSide));
    onPoint(row * imageSide + column);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onPoint(null);
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const column = inside((pixel % imageSide) + step[0]);
    const row = inside(Math.floor(pixel / imageSide) + step[1]);
    const next = row * imageSide + column;
    onPoint(next);
    announcer.announce(
      `Row ${row + 1}, column ${column + 1}: ${formatGain(values[next])}, ${because(explained, next)}`,
    );
  };

  return (
    <figure className={styles.map}>
      <figcaption className={styles.caption}>
        <span>
          <strong>{title}</strong>
          <WhyMapHelp id={help} kind={kind} />
        </span>
        <span className={styles.method}>{method(explanation)}</span>
      </figcaption>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: what is pointed into takes keys itself. */}
      <canvas
        ref={canvas}
        className={styles.picture}
        role="application"
        tabIndex={0}
        aria-label={`${title}: a map of the drawing for ${nameOf(explained)}. Arrow keys go from pixel to pixel.`}
        aria-describedby={reading}
        data-uses-keys
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={({ pointerType }) => pointerType === 'mouse' && onPoint(null)}
        onBlur={() => onPoint(null)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.legend}>
        <span>≤ {formatSigned(-full)}</span>
        <i aria-hidden="true" />
        <span>
          ≥ {formatGain(full)} {unit(explanation)}
        </span>
      </div>
      <p id={reading} className={styles.reading} data-testid={`why-${kind}`}>
        <span>
          {pointed === null
            ? 'strongest'
            : `row ${Math.floor(pixel / imageSide) + 1}, column ${(pixel % imageSide) + 1}`}
        </span>{' '}
        <b className={values[pixel] < 0 ? styles.against : styles.for}>{formatGain(values[pixel])}</b>
        <br />
        {because(explained, pixel)}
      </p>
    </figure>
  );
}

/** The square that the number is about. */
function drawSquare(context: CanvasRenderingContext2D, width: number, pixel: number, side: number): void {
  const unit = width / imageSide;
  const reach = (side - 1) / 2;
  const [row, column] = [Math.floor(pixel / imageSide), pixel % imageSide];
  const [left, top] = [Math.max(0, column - reach), Math.max(0, row - reach)];
  const [right, bottom] = [Math.min(imageSide, column + reach + 1), Math.min(imageSide, row + reach + 1)];
  const box = [left * unit, top * unit, (right - left) * unit, (bottom - top) * unit] as const;
  const line = Math.max(1, width / 200);
  context.lineWidth = 3 * line;
  context.strokeStyle = cssColor(tokenColor('paper'), 0.8);
  context.strokeRect(...box);
  context.lineWidth = line;
  context.strokeStyle = cssColor(tokenColor('text'));
  context.strokeRect(...box);
}
