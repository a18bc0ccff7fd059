import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { useAnnouncer } from '../announceContext';
import type { FeedSource } from '../feed';
import { cssColor, tokenColor } from '../palette';
import { onThemeChange } from '../shell/theme';
import { useCanvas } from '../useCanvas';
import { createDigitSigns, type DigitSigns } from './digitSigns';
import styles from './MapPanel.module.css';
import {
  type Emphasis,
  isMeant,
  type MapView,
  nearest,
  nextPoint,
  placeOn,
  pointsBetween,
  viewBetween,
  viewOf,
} from './mapView';
import type { MapState } from './useHiddenMap';

type Props = {
  readonly state: FeedSource<MapState>;
  readonly emphasis: Emphasis;
  /** The point that is pointed at, and the test digit that is chosen. */
  readonly pointed: number | null;
  readonly chosen: number | null;
  readonly onPoint: (point: number | null) => void;
  /** Called with a test digit's number. */
  readonly choose: (row: number) => void;
  /** What a point is, in a sentence. */
  readonly describe: (point: number) => string;
  readonly describedBy: string;
};

/** In CSS pixels. */
const signSize = 13;
const reach = 14;
/** Milliseconds in which points go where a new map has them. */
const moving = 220;

const sides: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** What is drawn now, between one map and the next. */
type Drawn = {
  points: Float32Array;
  view: MapView | null;
  since: number;
  from: Float32Array;
  fromView: MapView | null;
};

/** A thousand test digits as signs where the network has them, and the drawing among them. */
export function MapCanvas(props: Props) {
  const { state, emphasis, pointed, chosen, onPoint, choose, describe, describedBy } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const signs = useRef<DigitSigns>(null);
  const announcer = useAnnouncer();
  const drawn = useRef<Drawn>({
    points: new Float32Array(),
    view: null,
    since: Number.NEGATIVE_INFINITY,
    from: new Float32Array(),
    fromView: null,
  });
  const isStill = useRef(window.matchMedia('(prefers-reduced-motion: reduce)').matches);

  const redraw = useCanvas(canvas, (context, width, height) => {
    const { map, drawing } = state.get();
    context.clearRect(0, 0, width, height);
    if (!map) return;
    const unit = width / context.canvas.clientWidth;
    if (signs.current?.size !== Math.round(signSize * unit))
      signs.current = createDigitSigns(Math.round(signSize * unit));
    const now = drawn.current;
    const share = isStill.current ? 1 : Math.min(1, (performance.now() - now.since) / moving);
    const view = viewOf(map.points, width, height);
    now.points = pointsBetween(now.from, map.points, share);
    now.view = now.fromView ? viewBetween(now.fromView, view, share) : view;
    // What is meant lies over the others.
    for (const meant of [false, true])
      for (let n = 0; n < map.labels.length; n++) {
        if (isMeant(map, emphasis, n) !== meant || map.labels[n] < 0) continue;
        const [x, y] = placeOn(now.view, now.points[2 * n], now.points[2 * n + 1]);
        signs.current.draw(context, map.labels[n], x, y, meant);
      }
    const ring = (n: number, color: 'text' | 'accent'): void => {
      const [x, y] = placeOn(now.view ?? view, now.points[2 * n], now.points[2 * n + 1]);
      drawRing(context, x, y, 10 * unit, color, unit);
    };
    const chosenPoint = chosen === null ? -1 : map.rows.indexOf(chosen);
    if (chosenPoint >= 0) ring(chosenPoint, 'text');
    if (pointed !== null && pointed < map.labels.length) ring(pointed, 'accent');
    if (drawing)
      drawDrawing(context, placeInside(placeOn(now.view, ...drawing), width, height, 9 * unit), unit);
    if (share < 1) redraw();
  });

  useEffect(() => {
    let shown = state.get().map;
    return state.subscribe(() => {
      const { map } = state.get();
      if (map !== shown) {
        const now = drawn.current;
        Object.assign(now, { from: now.points, fromView: now.view, since: performance.now() });
        shown = map;
      }
      redraw();
    });
  }, [state, redraw]);
  useEffect(
    () =>
      onThemeChange(() => {
        signs.current = null;
      }),
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is told apart has changed.
  useEffect(redraw, [redraw, emphasis, pointed, chosen]);

  const isOffered = (n: number): boolean => {
    const { map } = state.get();
    return map !== null && isMeant(map, emphasis, n);
  };
  const pointAt = ({ nativeEvent, currentTarget }: PointerEvent<HTMLCanvasElement>): number | null => {
    const { points, view } = drawn.current;
    if (!view) return null;
    const unit = currentTarget.width / currentTarget.clientWidth;
    const place = [
      (nativeEvent.offsetX * unit - view.x) / view.scale,
      (view.y - nativeEvent.offsetY * unit) / view.scale,
    ] as const;
    const found = nearest(points, place, (reach * unit) / view.scale, isOffered);
    return found < 0 ? null : found;
  };
  const chooseAt = (point: number | null): void => {
    const row = point === null ? undefined : state.get().map?.rows[point];
    if (row !== undefined) choose(row);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { map } = state.get();
    if (!map) return;
    const side = sides[event.key];
    if (side) {
      const from = pointed ?? nearest(map.points, [0, 0], Number.POSITIVE_INFINITY, isOffered);
      if (from < 0) return;
      const to = pointed === null ? from : nextPoint(map.points, from, side, isOffered);
      onPoint(to);
      announcer.announce(describe(to));
    } else if (event.key === 'Enter' || event.key === ' ') chooseAt(pointed);
    else if (event.key === 'Escape') onPoint(null);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: what is pointed into takes keys itself.
    <canvas
      ref={canvas}
      className={styles.canvas}
      role="application"
      tabIndex={0}
      aria-label="Map of test digits. Arrow keys go from one to the next, Enter chooses it."
      aria-describedby={describedBy}
      data-uses-keys
      onPointerMove={(event) => event.pointerType === 'mouse' && onPoint(pointAt(event))}
      onPointerLeave={({ pointerType }) => pointerType === 'mouse' && onPoint(null)}
      onPointerDown={(event) => onPoint(pointAt(event))}
      onClick={() => chooseAt(pointed)}
      onBlur={() => onPoint(null)}
      onKeyDown={onKeyDown}
    />
  );
}

/** What lies outside of all test digits is shown at the edge. */
function placeInside(
  [x, y]: readonly [x: number, y: number],
  width: number,
  height: number,
  free: number,
): readonly [x: number, y: number] {
  return [Math.max(free, Math.min(width - free, x)), Math.max(free, Math.min(height - free, y))];
}

function drawRing(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  color: 'text' | 'accent',
  unit: number,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.lineWidth = 2 * unit;
  context.strokeStyle = cssColor(tokenColor(color));
  context.stroke();
}

/** A dot that no sign can be taken for. */
function drawDrawing(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [x: number, y: number],
  unit: number,
): void {
  context.beginPath();
  context.arc(x, y, 7 * unit, 0, 2 * Math.PI);
  context.fillStyle = cssColor(tokenColor('accent'));
  context.fill();
  context.lineWidth = 2.5 * unit;
  context.strokeStyle = cssColor(tokenColor('panel'));
  context.stroke();
  drawRing(context, x, y, 9 * unit, 'accent', unit);
}
