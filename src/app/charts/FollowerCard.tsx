import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createFollower, type Follower } from '../digits/follower';
import { usePad } from '../digits/padContext';
import { rank } from '../digits/ranking';
import type { DigitAnswers } from '../digits/useDigitAnswers';
import { useFeed } from '../feed';
import { formatCount, formatPercent } from '../format';
import { cssColor, tokenColor } from '../palette';
import { useCanvas } from '../useCanvas';
import styles from './CurvesPanel.module.css';

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
/** CSS pixels that a line at 0 or 100 % needs to be seen whole. */
const margin = 2;

/** How the drawing on the pad is read while the network learns: the probability of the right digit, over the steps. */
export function FollowerCard() {
  const { answers, truth } = usePad();
  const canvas = useRef<HTMLCanvasElement>(null);
  const follower = useFollower(answers);
  const { prediction } = useFeed(answers);
  const said = useSyncExternalStore(truth.subscribe, truth.get);
  // As long as nobody said what it is, the answer is followed.
  const followed = prediction ? (said ?? rank(prediction.outputs)?.digit ?? null) : null;
  const share = followed === null || !prediction ? null : prediction.outputs[followed];

  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      context.clearRect(0, 0, width, height);
      const { points } = follower;
      const [first, last] = [points.at(0), points.at(-1)];
      if (!first || !last) return;
      const unit = width / context.canvas.clientWidth;
      const x = (step: number) => ((step - first.step) / Math.max(1, last.step - first.step)) * width;
      const y = (value: number) => height - margin * unit - value * (height - 2 * margin * unit);
      const line = (digit: number, color: string, thickness: number) => {
        context.strokeStyle = color;
        context.lineWidth = thickness * unit;
        context.lineJoin = 'round';
        context.beginPath();
        for (const { step, shares } of points) context.lineTo(x(step), y(shares[digit]));
        // Before the network has learned a step the line is a level.
        if (points.length === 1) context.lineTo(width, y(last.shares[digit]));
        context.stroke();
      };
      for (const digit of digits) if (digit !== followed) line(digit, cssColor(tokenColor('muted'), 0.4), 1);
      if (followed !== null) line(followed, cssColor(tokenColor('accent')), 1.7);
    },
    [follower, followed],
  );
  const redraw = useCanvas(canvas, draw);
  useEffect(() => answers.subscribe(redraw), [answers, redraw]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another digit is another line.
  useEffect(redraw, [followed, redraw]);

  const { points } = follower;
  const [first, last] = [points.at(0), points.at(-1)];
  return (
    <section className={styles.card}>
      <div className={styles.head}>
        <h3>Your drawing</h3>
        {followed !== null && (
          <dl className={styles.figures}>
            <div>
              <dt>probability of {followed}</dt>
              <dd data-testid="followed">{formatPercent(share)}</dd>
            </div>
          </dl>
        )}
      </div>
      <div className={styles.followed}>
        <span className={styles.scale} aria-hidden="true">
          <span>100 %</span>
          <span>0 %</span>
        </span>
        <canvas
          ref={canvas}
          role="img"
          aria-label={
            followed === null || !first || !last
              ? 'The probability of the right digit over the steps: nothing is drawn yet'
              : `The probability of ${followed} over the steps: ${formatPercent(first.shares[followed], 1)} at step ${formatCount(first.step)}, ${formatPercent(last.shares[followed], 1)} at step ${formatCount(last.step)}`
          }
        />
        {followed === null && (
          <p className={styles.empty}>Draw a digit: how it is read will be followed here.</p>
        )}
      </div>
      <p className={styles.axis} aria-hidden="true">
        <span>{first ? `step ${formatCount(first.step)}` : '\u00a0'}</span>
        <span>{last && last !== first ? formatCount(last.step) : ''}</span>
      </p>
    </section>
  );
}

/** Of the digit that is looked into, since it was drawn as it is. */
function useFollower(answers: DigitAnswers): Follower {
  const [follower] = useState(createFollower);
  useEffect(() => {
    let drawn: Float32Array | null = null;
    const follow = () => {
      const { image, prediction, question, answered } = answers.get();
      if (image !== drawn) follower.clear();
      drawn = image;
      // An answer to a drawing that has gone on since is none to this one.
      if (image && prediction && answered === question) follower.add(prediction.step, prediction.outputs);
    };
    follow();
    return answers.subscribe(follow);
  }, [answers, follower]);
  return follower;
}
