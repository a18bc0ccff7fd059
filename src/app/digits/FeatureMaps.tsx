import { useEffect, useRef } from 'react';
import { frameOf } from '../frame';
import { type ImageBlock, imageBlockOutputs } from '../imageBlocks';
import { paintSigns } from '../palette';
import { onThemeChange } from '../shell/theme';
import { largest } from '../space2d/heat';
import type { DigitAnswers } from './useDigitAnswers';
import styles from './WhatItSees.module.css';

const perRow = 16;

type Props = { readonly answers: DigitAnswers; readonly block: ImageBlock; readonly number: number };

/** Every channel of a convolution as a small image: where it has found what it looks for. */
export function FeatureMaps({ answers, block, number }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { height, width, channels, activation, isPooled } = block;
  const columns = Math.min(perRow, channels);
  const canvasWidth = columns * (width + 1) - 1;
  const canvasHeight = Math.ceil(channels / columns) * (height + 1) - 1;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const values = new Float32Array(height * width);
    const frame = frameOf(() => {
      const answer = answers.get();
      const outputs = answer.image ? imageBlockOutputs(answer.prediction, block) : null;
      // One scale for all: what a channel has hardly found is pale.
      const scale = outputs ? 1 / (largest(outputs) || 1) : 1;
      for (let channel = 0; channel < channels; channel++) {
        values.fill(0);
        if (outputs) for (let i = 0; i < values.length; i++) values[i] = outputs[i * channels + channel];
        paintSigns(pixels, values, scale);
        context.putImageData(
          image,
          (channel % columns) * (width + 1),
          Math.floor(channel / columns) * (height + 1),
        );
      }
    });
    frame.request();
    const stops = [answers.subscribe(frame.request), onThemeChange(frame.request)];
    return () => {
      frame.cancel();
      for (const stop of stops) stop();
    };
  }, [answers, block, height, width, channels, columns]);

  return (
    <figure className={styles.maps}>
      <figcaption>
        convolution {number}: {channels} images of {height} × {width}, {activation}
        {isPooled ? ', pooled' : ''}
      </figcaption>
      <canvas
        ref={canvas}
        width={canvasWidth}
        height={canvasHeight}
        style={{ aspectRatio: `${canvasWidth} / ${canvasHeight}` }}
        role="img"
        aria-label={`Convolution ${number}: where each of its ${channels} channels answers`}
      />
    </figure>
  );
}
