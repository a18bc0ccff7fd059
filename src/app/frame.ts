/**
 * Calls `draw` at most once a frame, however often it is asked to. What moves faster than React
 * should render (heat maps, strokes, bars) goes through here.
 */
export type Frame = { readonly request: () => void; readonly cancel: () => void };

export function frameOf(draw: () => void): Frame {
  let handle = 0;
  return {
    request() {
      if (handle !== 0) return;
      handle = requestAnimationFrame(() => {
        handle = 0;
        draw();
      });
    },
    cancel() {
      cancelAnimationFrame(handle);
      handle = 0;
    },
  };
}
