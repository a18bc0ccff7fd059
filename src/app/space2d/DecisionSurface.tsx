import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { useAnnouncer } from '../announceContext';
import { useFeed, useFeedListener } from '../feed';
import { paintSigns, paintWinners } from '../palette';
import { useSessionState } from '../sessionContext';
import { type Draw, useCanvas } from '../useCanvas';
import { createPaint, type Paint } from './heat';
import { type Place, type Plane, shareAt, valueAt } from './plane';
import { movedByKey } from './planeKeys';
import styles from './Stage2d.module.css';
import { createUpsampler, type Upsampler } from './upsample';
import { answerAt, type GridAnswer, type GridAnswers, useGridAnswers } from './useGridAnswers';

/** Points each way at which the network is asked, and while it trains as fast as it can: sixty times a second then. */
const usualSide = 72;
const hurriedSide = 48;
/** Pixels each way; the page enlarges them, smoothly. */
const pixelSide = 144;
/** The strongest answer is a little paler than its colour, so that points stand out on it. */
const strength = 0.8;
/** Values that one band of colour stands for, where they are shown in bands. */
const band = 0.25;

/** What a pointer, or Space at the crosshair, does on the surface. */
export type PlaneTool = {
  readonly begin: (place: Place) => void;
  readonly extend: (place: Place) => void;
  readonly end: () => void;
  /** How far it reaches around the pointer, shown as a ring; 0: one place. */
  readonly reach: number;
};

/** What the surface of the network on the stage shows; `extra` places are answered besides. */
export function useSurfaceAnswers(plane: Plane, classes: number, extra?: readonly Place[]): GridAnswers {
  const isHurried = useSessionState(
    ({ run: { status, stepsPerSecond } }) => status === 'training' && stepsPerSecond === null,
  );
  return useGridAnswers(plane, isHurried ? hurriedSide : usualSide, classes, { extra });
}

type Props = {
  readonly answers: GridAnswers;
  readonly plane: Plane;
  /** Of every class or band one colour, without shades. */
  readonly isFlat?: boolean;
  readonly label: string;
  /** What is answered at a place, in words. */
  readonly say: (place: Place, answer: Float32Array) => string;
  /** Null: nothing but looking. */
  readonly tool?: PlaneTool | null;
  /** What the tool has done, for those who work it by keys. */
  readonly toolDid?: string;
  /** Keys beyond arrows and Space; true if one was meant for the surface. */
  readonly onKey?: (event: KeyboardEvent, place: Place | null) => boolean;
  /** Drawn over the surface. */
  readonly children: ReactNode;
};

/** What the network answers over the plane, in colours, as it learns. */
export function DecisionSurface(props: Props) {
  const { answers, plane, isFlat = false, label, say, tool = null, toolDid = '', onKey, children } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const paint = useRef<Paint | null>(null);
  const announcer = useAnnouncer();
  const [pointer, setPointer] = useState<Place | null>(null);
  const [crosshair, setCrosshair] = useState<Place | null>(null);
  const painter = useRef<number | null>(null);
  const help = useId();

  const draw: Draw = (context) => {
    const answer = answers.get();
    paint.current ??= createPaint(context, pixelSide);
    if (answer) paint.current((pixels) => paintAnswer(pixels, answer, isFlat));
  };
  const redraw = useCanvas(canvas, draw, pixelSide);
  useFeedListener(answers, redraw);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other colours are painted even if no answer comes.
  useEffect(redraw, [isFlat, redraw]);

  const placeOf = ({ nativeEvent, currentTarget }: MouseEvent<HTMLElement>): Place => ({
    x: valueAt(plane, nativeEvent.offsetX / currentTarget.clientWidth),
    y: valueAt(plane, 1 - nativeEvent.offsetY / currentTarget.clientHeight),
  });

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (!tool || painter.current !== null || event.button !== 0) return;
    painter.current = event.pointerId;
    event.currentTarget.setPointerCapture(event.pointerId);
    const place = placeOf(event);
    setPointer(place);
    tool.begin(place);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const place = placeOf(event);
    setPointer(place);
    if (event.pointerId === painter.current) tool?.extend(place);
  };
  const onPointerEnd = (event: PointerEvent<HTMLElement>): void => {
    if (event.pointerId !== painter.current) return;
    painter.current = null;
    tool?.end();
  };

  /** A finger that is lifted points at nothing: the crosshair stays for it. */
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    if (!tool) setCrosshair(placeOf(event));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (onKey?.(event, crosshair)) event.preventDefault();
      return;
    }
    const moved = movedByKey(plane, crosshair, event);
    if (moved) {
      setCrosshair(moved);
      setPointer(null);
      const answer = answerAt(answers.get(), moved);
      if (answer) announcer.announce(say(moved, answer));
    } else if (tool && crosshair && (event.key === ' ' || event.key === 'Enter')) {
      tool.begin(crosshair);
      tool.end();
      announcer.announce(toolDid);
    } else if (!onKey?.(event, crosshair)) return;
    event.preventDefault();
  };

  const shown = pointer ?? crosshair;
  return (
    <section>
      <div className={styles.head}>
        <h2 className="heading">What it has learned</h2>
        {shown && <Readout answers={answers} place={shown} say={say} />}
      </div>
      <div className={styles.square}>
        <canvas ref={canvas} role="img" aria-label={label} />
        {children}
        {shown && (
          <span
            aria-hidden="true"
            className={tool && tool.reach > 0 ? styles.reach : styles.crosshair}
            style={{
              left: `${100 * shareAt(plane, shown.x)}%`,
              top: `${100 * (1 - shareAt(plane, shown.y))}%`,
              ...(tool && tool.reach > 0 && { width: `${(200 * tool.reach) / (plane.high - plane.low)}%` }),
            }}
          />
        )}
        <div
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the crosshair is moved by keys.
          tabIndex={0}
          aria-label="Crosshair over the surface"
          aria-describedby={help}
          className={`${styles.touched} ${tool ? styles.drawn : ''}`}
          {...(tool && { 'data-uses-keys': true })}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerEnd}
          onPointerCancel={onPointerEnd}
          onLostPointerCapture={onPointerEnd}
          onPointerLeave={() => setPointer(null)}
          onClick={onClick}
          onKeyDown={onKeyDown}
          onBlur={() => setCrosshair(null)}
        />
        <span id={help} className="unseen">
          Arrow keys move the crosshair and read out what is answered there
          {tool ? '; Space does what the chosen tool does.' : '.'}
        </span>
      </div>
    </section>
  );
}

type ReadoutProps = Pick<Props, 'answers' | 'say'> & { readonly place: Place };

/** In words, a few times a second while the network learns. */
function Readout({ answers, place, say }: ReadoutProps) {
  const answer = answerAt(useFeed(answers), place);
  return <span className={styles.readout}>{answer && say(place, answer)}</span>;
}

/** For each grid and number of outputs. */
const upsamplers = new Map<string, Upsampler>();

function paintAnswer(pixels: Uint32Array, { side, classes, prediction }: GridAnswer, isFlat: boolean): void {
  const N = Math.floor(prediction.outputs.length / side ** 2);
  const grid = `${side} ${N}`;
  const upsample = upsamplers.get(grid) ?? createUpsampler(side, N, pixelSide / side);
  upsamplers.set(grid, upsample);
  const answers = upsample(prediction.outputs);
  if (N > 1) {
    paintWinners(pixels, answers, N, strength, isFlat);
    return;
  }
  const level = (answer: number) => {
    if (classes === 0) return isFlat ? band * Math.round(answer / band) : answer;
    // From 0 … 1 to −1 … 1: the border between the two classes is the background.
    return isFlat ? Math.sign(answer - 0.5) : 2 * answer - 1;
  };
  for (let i = 0; i < answers.length; i++) answers[i] = level(answers[i]);
  paintSigns(pixels, answers, strength);
}
