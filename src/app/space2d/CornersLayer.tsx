import { useRef } from 'react';
import { cssColor, tokenColor } from '../palette';
import { useCanvas } from '../useCanvas';
import { shareAt, xorPlane } from './plane';
import styles from './Stage2d.module.css';
import { truthTable } from './truth';

/** The four rows of the truth table on the surface, and where 0 and 1 are. */
export function CornersLayer() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useCanvas(canvas, drawCorners);
  return (
    <>
      <canvas ref={canvas} className={styles.layer} />
      {[0, 1].map((value) => (
        <span
          key={`a${value}`}
          aria-hidden="true"
          className={`${styles.tick} ${styles.across}`}
          style={{ left: `${100 * shareAt(xorPlane, value)}%` }}
        >
          a = {value}
        </span>
      ))}
      {[0, 1].map((value) => (
        <span
          key={`b${value}`}
          aria-hidden="true"
          className={`${styles.tick} ${styles.up}`}
          style={{ bottom: `${100 * shareAt(xorPlane, value)}%` }}
        >
          b = {value}
        </span>
      ))}
    </>
  );
}

/** Coloured by the answer that is wanted, which is also written in them. */
function drawCorners(context: CanvasRenderingContext2D, width: number, height: number): void {
  const radius = 0.036 * width;
  context.clearRect(0, 0, width, height);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `650 ${1.15 * radius}px ${getComputedStyle(context.canvas).fontFamily}`;
  for (const { x: a, y: b, wanted } of truthTable) {
    const x = shareAt(xorPlane, a) * width;
    const y = (1 - shareAt(xorPlane, b)) * height;
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
