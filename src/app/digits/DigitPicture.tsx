import { useEffect, useRef } from 'react';
import { frameOf } from '../frame';
import { onThemeChange } from '../shell/theme';
import { imageSide, paintImage } from './paintImage';

type Props = {
  /** For who can't see it; null: what stands beside it says it all. */
  readonly label: string | null;
  readonly image: () => Float32Array | null;
  readonly subscribe: (listener: () => void) => () => void;
};

/** An image of 28 × 28 as the network gets it, drawn again with every change. */
export function DigitPicture({ label, image, subscribe }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const newest = useRef(image);
  newest.current = image;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const frame = frameOf(() => paintImage(context, newest.current()));
    frame.request();
    const stops = [subscribe(frame.request), onThemeChange(frame.request)];
    return () => {
      frame.cancel();
      for (const stop of stops) stop();
    };
  }, [subscribe]);

  return (
    <canvas
      ref={canvas}
      width={imageSide}
      height={imageSide}
      {...(label === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}
