import { memo, useEffect, useRef } from 'react';
import { imageSide, paintImage } from '../digits/paintImage';
import { RightIcon, WrongIcon } from '../shell/icons';
import { onThemeChange } from '../shell/theme';
import styles from './DigitList.module.css';
import type { MyDigit } from './digitStorage';

type Props = {
  readonly digit: MyDigit;
  readonly id: string;
  /** From 1, of so many. */
  readonly place: number;
  readonly of: number;
  /** What the network reads; null: no digit; undefined: not known yet. */
  readonly read: number | null | undefined;
  readonly isChosen: boolean;
  /** Where the keyboard stands. */
  readonly isActive: boolean;
};

/** One of my digits: its picture, what it is, and what the network reads. */
export const DigitTile = memo(function DigitTile({ digit, id, place, of, read, isChosen, isActive }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { label, image } = digit;
  const isWrong = read !== undefined && read !== label;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const paint = () => paintImage(context, image, { ink: 255 });
    paint();
    return onThemeChange(paint);
  }, [image]);

  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and says which option is active.
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      aria-label={nameOf(label, read)}
      aria-setsize={of}
      aria-posinset={place}
      className={styles.tile}
      data-id={digit.id}
      data-active={isActive}
      data-wrong={isWrong}
    >
      <canvas ref={canvas} width={imageSide} height={imageSide} />
      <span className={styles.words}>
        <b>{label}</b>
        {read !== undefined && (
          <span className={styles.read}>
            {isWrong ? <WrongIcon /> : <RightIcon />}
            {isWrong && (read ?? '–')}
          </span>
        )}
      </span>
    </div>
  );
});

function nameOf(label: number, read: number | null | undefined): string {
  if (read === undefined) return String(label);
  if (read === label) return `${label}, read right`;
  return read === null ? `${label}, not read` : `${label}, read as ${read}`;
}
