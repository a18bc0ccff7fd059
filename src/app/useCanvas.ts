import { type RefObject, useEffect, useRef } from 'react';
import { fitCanvas } from './canvasSize';
import { frameOf } from './frame';
import { onThemeChange } from './shell/theme';

/** `width` and `height` are the canvas's, in its pixels. */
export type Draw = (context: CanvasRenderingContext2D, width: number, height: number) => void;

/** Asks for a redraw; the same function for the life of the component. */
export type Redraw = () => void;

/**
 * A canvas that is drawn outside React: at most once a frame, and again when its box, the screen's
 * resolution or the theme changes. The newest `draw` is used; call what is returned when data changed.
 * It has the screen's pixels, or `side` of its own each way.
 */
export function useCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  draw: Draw,
  side: number | null = null,
): Redraw {
  const newest = useRef(draw);
  newest.current = draw;
  const request = useRef<Redraw>(() => {});
  const redraw = useRef<Redraw>(() => request.current());

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    /** The resolution that it was fitted to; null: its box may be another. */
    let fitted: number | null = null;
    const frame = frameOf(() => {
      // To read the box at every frame would have the page laid out in the middle of it.
      if (fitted !== window.devicePixelRatio) fitCanvas(element, side);
      fitted = window.devicePixelRatio;
      newest.current(context, element.width, element.height);
    });
    request.current = frame.request;
    frame.request();
    const box = new ResizeObserver(() => {
      fitted = null;
      frame.request();
    });
    box.observe(element);
    const stopTheme = onThemeChange(frame.request);
    return () => {
      frame.cancel();
      box.disconnect();
      stopTheme();
      request.current = () => {};
    };
  }, [canvas, side]);

  return redraw.current;
}
