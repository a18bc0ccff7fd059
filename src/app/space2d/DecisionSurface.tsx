import { type PointerEvent, useRef, useState } from 'react';
import { useFeedListener } from '../feed';
import { formatSigned } from '../format';
import { cssColor, tokenColor } from '../palette';
import { type Draw, useCanvas } from '../useCanvas';
import { gridSize, gridSpan, gridStart, margin, placeOf, rowAt, truthTable } from './grid';
import { createTile, type Tile } from './heat';
import { countRight, type TruthRow } from './truth';
import type { XorAnswers } from './useXorAnswers';
import styles from './XorStage.module.css';

/** The strongest answer is a little paler than its colour, so that the corners stand out on it. */
const strength = 0.8;

type Props = { readonly answers: XorAnswers; readonly rows: readonly TruthRow[] };

export function DecisionSurface({ answers, rows }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tile = useRef<Tile | null>(null);
  const [pointer, setPointer] = useState<{ a: number; b: number } | null>(null);

  const draw: Draw = (context, width, height) => {
    context.clearRect(0, 0, width, height);
    const prediction = answers.get();
    tile.current ??= createTile(gridSize);
    if (prediction && tile.current) {
      // From answers 0 … 1 to colours −1 … 1: the border between the two classes is the background.
      const signs = prediction.outputs.subarray(gridStart).map((answer) => 2 * answer - 1);
      tile.current.paint(signs, strength);
      context.imageSmoothingEnabled = true;
      context.imageSmoothingQuality = 'high';
      context.drawImage(tile.current.canvas, 0, 0, width, height);
    }
    drawCorners(context, width, height);
  };
  const redraw = useCanvas(canvas, draw);
  useFeedListener(answers, redraw);

  const onPointerMove = ({ nativeEvent, currentTarget }: PointerEvent<HTMLCanvasElement>): void => {
    const a = (nativeEvent.offsetX / currentTarget.clientWidth) * gridSpan - margin;
    const b = (1 - nativeEvent.offsetY / currentTarget.clientHeight) * gridSpan - margin;
    setPointer({ a, b });
  };
  const at = pointer && rowAt(pointer.a, pointer.b);
  const answer = at ? answers.get()?.outputs[at] : undefined;
  const right = countRight(rows);

  return (
    <section>
      <div className={styles.head}>
        <h2 className="heading">What it has learned</h2>
        {pointer && answer !== undefined && (
          <span className={styles.readout}>
            {formatSigned(pointer.a)} xor {formatSigned(pointer.b)} → {formatSigned(answer, 3)}
          </span>
        )}
      </div>
      <div className={styles.square}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={`Decision surface: the network’s answer for every a and b from −0.25 to 1.25. ${right} of 4 corners are right.`}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setPointer(null)}
        />
        {[0, 1].map((value) => (
          <span
            key={`a${value}`}
            aria-hidden="true"
            className={`${styles.tick} ${styles.across}`}
            style={{ left: `${100 * placeOf(value)}%` }}
          >
            a = {value}
          </span>
        ))}
        {[0, 1].map((value) => (
          <span
            key={`b${value}`}
            aria-hidden="true"
            className={`${styles.tick} ${styles.up}`}
            style={{ bottom: `${100 * placeOf(value)}%` }}
          >
            b = {value}
          </span>
        ))}
      </div>
    </section>
  );
}

/** The four rows of the table: coloured by the answer that is wanted, which is also written in them. */
function drawCorners(context: CanvasRenderingContext2D, width: number, height: number): void {
  const radius = 0.036 * width;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `650 ${1.15 * radius}px ${getComputedStyle(context.canvas).fontFamily}`;
  for (const { a, b, wanted } of truthTable) {
    const x = placeOf(a) * width;
    const y = (1 - placeOf(b)) * height;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = cssColor(tokenColor('panel'));
    context.fill();
    context.lineWidth = 0.28 * radius;
    context.strokeStyle = cssColor(tokenColor(wanted ? 'pos' : 'neg'));
    context.stroke();
    context.fillStyle = cssColor(tokenColor('text'));
    context.fillText(String(wanted), x, y + 0.06 * radius);
  }
}
