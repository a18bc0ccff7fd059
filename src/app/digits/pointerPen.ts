/** A mouse, a finger or a pen on the pad. */
import { type Drawing, type Point, padSize } from './drawing';

/** In pad coordinates: what moves less is a tap and not a stroke. */
const tapReach = 5;

export type PointerPen = {
  /** The next tap begins a line of its own. */
  readonly endTapLine: () => void;
  readonly close: () => void;
};

/** `joinsTaps`: taps are joined by lines, so that a digit can be drawn without dragging. */
export function createPointerPen(
  canvas: HTMLCanvasElement,
  drawing: Drawing,
  joinsTaps: () => boolean,
): PointerPen {
  /** The one that draws: a second finger, or a palm beside the pen, is not listened to. */
  let active: number | null = null;
  let box = canvas.getBoundingClientRect();
  let start: Point = { x: 0, y: 0 };
  /** In tap mode a stroke begins only when the pointer has moved. */
  let mayBeTap = false;
  /** How many strokes there were when the line of taps was last extended; null: no line to go on with. */
  let tapLine: number | null = null;

  const place = ({ clientX, clientY }: PointerEvent): Point => ({
    x: ((clientX - box.left) / box.width) * padSize,
    y: ((clientY - box.top) / box.height) * padSize,
  });

  const onDown = (event: PointerEvent): void => {
    if (active !== null || event.button !== 0) return;
    active = event.pointerId;
    box = canvas.getBoundingClientRect();
    start = place(event);
    try {
      canvas.setPointerCapture(event.pointerId);
    } catch {
      // The pointer is gone already; its end is reported all the same.
    }
    mayBeTap = joinsTaps();
    if (!mayBeTap) drawing.begin(start);
  };

  const onMove = (event: PointerEvent): void => {
    if (event.pointerId !== active) return;
    const finer = event.getCoalescedEvents?.() ?? [];
    const points = (finer.length > 0 ? finer : [event]).map(place);
    if (mayBeTap) {
      if (points.every(({ x, y }) => Math.hypot(x - start.x, y - start.y) < tapReach)) return;
      mayBeTap = false;
      tapLine = null;
      drawing.begin(start);
    }
    drawing.extend(points);
  };

  /** Browsers may leave out the last moves of a quick stroke: it ends where the pointer was lifted. */
  const onEnd = (event: PointerEvent): void => {
    if (event.pointerId !== active) return;
    active = null;
    if (mayBeTap) {
      if (tapLine !== null && tapLine === drawing.strokes.length) {
        drawing.resume();
        drawing.extend([start]);
      } else drawing.begin(start);
      tapLine = drawing.strokes.length;
      mayBeTap = false;
    } else if (event.type === 'pointerup') drawing.extend([place(event)]);
    drawing.lift();
  };

  const stop = new AbortController();
  const { signal } = stop;
  canvas.addEventListener('pointerdown', onDown, { signal });
  canvas.addEventListener('pointermove', onMove, { signal });
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
    canvas.addEventListener(end, onEnd, { signal });
  return {
    endTapLine() {
      tapLine = null;
    },
    close: () => stop.abort(),
  };
}
