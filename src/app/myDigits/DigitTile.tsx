import { memo, useEffect, useRef } from 'react';
import { imageSide, paintImage } from '../digits/paintImage';
import { RightIcon, WrongIcon } from '../shell/icons';
import { onThemeChange } from '../shell/theme';
import styles from './DigitList.module.css';

type Props = {
  readonly id: string;
  /** By which whoever listens to the list knows it. */
  readonly dataId: string;
  readonly label: number;
  /** `[784]`, `ink` where it is darkest; null: it is on its way. */
  readonly image: ArrayLike<number> | null;
  readonly ink: number;
  /** From 1, of so many. */
  readonly place: number;
  readonly of: number;
  /** What the network reads; null: no digit; undefined: not known yet. */
  readonly read: number | null | undefined;
  /** What else there is to it, in a few letters. */
  readonly note?: string;
  readonly isChosen: boolean;
  /** Where the keyboard stands. */
  readonly isActive: boolean;
};

/** A digit in a list: its picture, what it is, and what the network reads. */
export const DigitTile = memo(function DigitTile(props: Props) {
  const { id, dataId, label, image, ink, place, of, read, note, isChosen, isActive } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const isWrong = read !== undefined && read !== label;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const paint = () => paintImage(context, image, { ink });
    paint();
    return onThemeChange(paint);
  }, [image, ink]);

  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and says which option is active.
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      aria-label={`${nameOf(label, read)}${note === undefined ? '' : `, ${note}`}`}
      aria-setsize={of}
      aria-posinset={place}
      className={styles.tile}
      data-id={dataId}
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
      {note !== undefined && <span className={styles.note}>{note}</span>}
    </div>
  );
});

function nameOf(label: number, read: number | null | undefined): string {
  if (read === undefined) return String(label);
  if (read === label) return `${label}, read right`;
  return read === null ? `${label}, not read` : `${label}, read as ${read}`;
}
