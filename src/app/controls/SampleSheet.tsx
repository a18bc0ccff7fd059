import { useEffect, useRef, useState } from 'react';
import type { DataSpec } from '../../training/trainer';
import { imageSide, paintImage } from '../digits/paintImage';
import type { Feed } from '../feed';
import { formatMegabytes } from '../format';
import { frameOf } from '../frame';
import { useSessionState } from '../sessionContext';
import { onThemeChange } from '../shell/theme';
import styles from './SampleSheet.module.css';
import { useSamples } from './useSamples';

/** As many as lie pixel for pixel beside each other in the recipe's column. */
const digits = 7;
const variants = 4;
const gap = 1;
/** Between the digits as they are and the bent ones. */
const wideGap = 8;
const pitch = imageSide + gap;
const pixels = imageSide * imageSide;

/** Real digits of the training data, as they are and as a run on `data` gets them. */
export function SampleSheet({ data }: { readonly data: DataSpec }) {
  const [seed, setSeed] = useState(1);
  const { images, isThere, problem } = useSamples(data, { digits, variants, seed });
  return (
    <figure className={styles.sheet}>
      <div className={styles.paper}>
        <SheetCanvas images={images} />
        {!isThere && (problem === null ? <Loading /> : <p className={styles.instead}>{problem}</p>)}
      </div>
      <figcaption className={styles.caption}>
        <span>Top: as they are</span>
        <button
          type="button"
          className={`button quiet ${styles.others}`}
          onClick={() => setSeed((before) => before + 1)}
        >
          {problem === null ? 'Others' : 'Try again'}
        </button>
      </figcaption>
    </figure>
  );
}

function SheetCanvas({ images }: { readonly images: Feed<Float32Array | null> }) {
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const frame = frameOf(() => {
      const sheet = images.get();
      if (!sheet) return;
      for (let row = 0; row <= variants; row++)
        for (let column = 0; column < digits; column++) {
          const from = (row * digits + column) * pixels;
          const top = row === 0 ? 0 : row * pitch + wideGap - gap;
          paintImage(context, sheet.subarray(from, from + pixels), { left: column * pitch, top });
        }
    });
    frame.request();
    const stops = [images.subscribe(frame.request), onThemeChange(frame.request)];
    return () => {
      frame.cancel();
      for (const stop of stops) stop();
    };
  }, [images]);

  return (
    <canvas
      ref={canvas}
      width={digits * pitch - gap}
      height={(1 + variants) * pitch + wideGap - 2 * gap}
      role="img"
      aria-label={`${digits} training digits as they are, and below them ${variants} times as they are trained`}
    />
  );
}

function Loading() {
  const loaded = useSessionState((state) => state.run.data?.loadedBytes ?? 0);
  return (
    <div className={styles.instead}>
      <span>Loading digits</span>
      <progress aria-label="Loading digits" />
      <output>{formatMegabytes(loaded)}</output>
    </div>
  );
}
