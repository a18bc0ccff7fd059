import { useEffect, useRef } from 'react';
import type { FeedSource } from '../feed';
import { frameOf } from '../frame';
import { type LayerImages, layerImages } from '../imageBlocks';
import { paintSigns } from '../palette';
import { onThemeChange } from '../shell/theme';
import { largest } from '../space2d/heat';
import type { DigitAnswer } from './useDigitAnswers';

/** A digit, and what a network says to it. */
export type AnsweredDigit = Pick<DigitAnswer, 'image' | 'prediction'>;

type Props = {
  readonly answers: FeedSource<AnsweredDigit>;
  readonly images: LayerImages;
  /** Channels in a row. */
  readonly columns: number;
  readonly label: string;
};

/** Pixels between two images; neurons lie side by side. */
export const gapOf = ({ height, width }: LayerImages): number => (height * width > 1 ? 1 : 0);

/** Every channel of a layer as a small image, painted by sign; a pixel a number. */
export function LayerPicture({ answers, images, columns, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { height, width, channels } = images;
  const gap = gapOf(images);
  const canvasWidth = columns * (width + gap) - gap;
  const canvasHeight = Math.ceil(channels / columns) * (height + gap) - gap;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const picture = context.createImageData(canvasWidth, canvasHeight);
    const pixels = new Uint32Array(picture.data.buffer);
    // What is not a number is not painted: the gaps.
    const values = new Float32Array(pixels.length).fill(Number.NaN);
    const frame = frameOf(() => {
      const { image, prediction } = answers.get();
      const outputs = image ? layerImages(prediction, images) : null;
      for (let channel = 0; channel < channels; channel++) {
        const left = (channel % columns) * (width + gap);
        const top = Math.floor(channel / columns) * (height + gap);
        for (let i = 0; i < height * width; i++) {
          const at = (top + Math.floor(i / width)) * canvasWidth + left + (i % width);
          values[at] = outputs?.[i * channels + channel] ?? 0;
        }
      }
      // One scale for all: what a channel has hardly found is pale.
      paintSigns(pixels, values, outputs ? 1 / (largest(outputs) || 1) : 1);
      context.putImageData(picture, 0, 0);
    });
    frame.request();
    const stops = [answers.subscribe(frame.request), onThemeChange(frame.request)];
    return () => {
      frame.cancel();
      for (const stop of stops) stop();
    };
  }, [answers, images, height, width, channels, columns, gap, canvasWidth, canvasHeight]);

  return (
    <canvas
      ref={canvas}
      width={canvasWidth}
      height={canvasHeight}
      style={{ aspectRatio: `${canvasWidth} / ${canvasHeight}` }}
      role="img"
      aria-label={label}
    />
  );
}
