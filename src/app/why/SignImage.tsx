import { useEffect, useRef } from 'react';
import { frameOf } from '../frame';
import { paintSigns } from '../palette';
import { onThemeChange } from '../shell/theme';

type Props = {
  /** `[height, width]` */
  readonly values: Float32Array;
  readonly width: number;
  readonly scale: number;
  readonly label: string;
};

/** A small image painted by sign, a pixel a number. */
export function SignImage({ values, width, scale, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = values.length / width;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    const frame = frameOf(() => {
      paintSigns(new Uint32Array(image.data.buffer), values, scale);
      context.putImageData(image, 0, 0);
    });
    frame.request();
    const stop = onThemeChange(frame.request);
    return () => {
      frame.cancel();
      stop();
    };
  }, [values, width, height, scale]);

  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} />;
}
