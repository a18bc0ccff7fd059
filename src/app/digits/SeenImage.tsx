import { useEffect, useRef } from 'react';
import { useFeed } from '../feed';
import { frameOf } from '../frame';
import { tokenColor } from '../palette';
import { onThemeChange } from '../shell/theme';
import type { DigitAnswers } from './useDigitAnswers';
import styles from './WhatItSees.module.css';

const side = 28;

/** The drawing as it reaches the network: scaled to 20 × 20, its centre of mass in the middle of 28 × 28. */
export function SeenImage({ answers }: { answers: DigitAnswers }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isEmpty = useFeed(answers).image === null;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const pixels = context.createImageData(side, side);
    const frame = frameOf(() => {
      const { image } = answers.get();
      const [red, green, blue] = tokenColor('ink');
      for (let i = 0; i < side * side; i++) {
        pixels.data.set([red, green, blue, Math.round(255 * (image?.[i] ?? 0))], 4 * i);
      }
      context.putImageData(pixels, 0, 0);
    });
    frame.request();
    const stops = [answers.subscribe(frame.request), onThemeChange(frame.request)];
    return () => {
      frame.cancel();
      for (const stop of stops) stop();
    };
  }, [answers]);

  return (
    <figure className={styles.seen}>
      <canvas
        ref={canvas}
        width={side}
        height={side}
        role="img"
        aria-label={
          isEmpty
            ? 'What the network sees: nothing yet'
            : 'What the network sees: the drawing in 28 × 28 pixels'
        }
      />
      <figcaption>28 × 28, centred</figcaption>
    </figure>
  );
}
