import { useEffect, useRef } from 'react';
import { type Block, blockOutputs } from '../blocks';
import { useFeed } from '../feed';
import { frameOf } from '../frame';
import { paintSigns } from '../palette';
import { onThemeChange } from '../shell/theme';
import { largest } from '../space2d/heat';
import type { DigitAnswers } from './useDigitAnswers';
import styles from './WhatItSees.module.css';

const perRow = 32;

type Props = { readonly answers: DigitAnswers; readonly block: Block; readonly number: number };

/** Every neuron of a hidden layer as a small square: how strongly it answers to the drawing. */
export function HiddenLayer({ answers, block, number }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const columns = Math.min(perRow, block.units);
  const rows = Math.ceil(block.units / columns);
  const shown = useFeed(answers);
  const outputs = shown.image ? blockOutputs(shown.prediction, block, 1) : null;
  const active = outputs?.reduce((count, value) => count + Number(Math.abs(value) > 0.01), 0) ?? null;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(columns, rows);
    const pixels = new Uint32Array(image.data.buffer);
    const values = new Float32Array(columns * rows);
    const frame = frameOf(() => {
      const answer = answers.get();
      const now = answer.image ? blockOutputs(answer.prediction, block, 1) : null;
      values.fill(0);
      if (now) values.set(now);
      paintSigns(pixels, values, 1 / (largest(values) || 1));
      // Behind the last neuron of a row that is not full there is nothing.
      pixels.fill(0, block.units);
      context.putImageData(image, 0, 0);
    });
    frame.request();
    const stops = [answers.subscribe(frame.request), onThemeChange(frame.request)];
    return () => {
      frame.cancel();
      for (const stop of stops) stop();
    };
  }, [answers, block, columns, rows]);

  return (
    <figure className={styles.hidden}>
      <figcaption>
        hidden layer {number}: {block.units} neurons, {block.activation}
        <span className={styles.active}>{active === null ? '' : `${active} active`}</span>
      </figcaption>
      <canvas
        ref={canvas}
        width={columns}
        height={rows}
        style={{ aspectRatio: `${columns} / ${rows}` }}
        role="img"
        aria-label={`Hidden layer ${number}: how strongly each of its ${block.units} neurons answers`}
      />
    </figure>
  );
}
