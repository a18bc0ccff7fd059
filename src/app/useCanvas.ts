import { type RefObject, useEffect, useRef } from 'react';
import { fitCanvas } from './canvasSize';
import { frameOf } from './frame';
import { onThemeChange } from './shell/theme';

/** Draws in device pixels; `width` and `height` are those of the canvas. */
export type Draw = (context: CanvasRenderingContext2D, width: number, height: number) => void;

/** Asks for a redraw; the same function for the life of the component. */
export type Redraw = () => void;

/**
 * A canvas that is drawn outside React: at most once a frame, and again when its box, the screen's
 * resolution or the theme changes. The newest `draw` is used; call what is returned when data changed.
 */
export function useCanvas(canvas: RefObject<HTMLCanvasElement | null>, draw: Draw): Redraw {
  const newest = useRef(draw);
  newest.current = draw;
  const request = useRef<Redraw>(() => {});
  const redraw = useRef<Redraw>(() => request.current());

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const frame = frameOf(() => {
      fitCanvas(element);
      newest.current(context, element.width, element.height);
    });
    request.current = frame.request;
    frame.request();
    const box = new ResizeObserver(frame.request);
    box.observe(element);
    const stopTheme = onThemeChange(frame.request);
    return () => {
      frame.cancel();
      box.disconnect();
      stopTheme();
      request.current = () => {};
    };
  }, [canvas]);

  return redraw.current;
}
