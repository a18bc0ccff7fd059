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

/** Calls `act` at once, then at most once a frame: for what somebody waits for. */
export function promptFrameOf(act: () => void): Frame {
  let handle = 0;
  let isDue = false;
  const run = (): void => {
    isDue = false;
    handle = requestAnimationFrame(() => {
      handle = 0;
      if (isDue) run();
    });
    act();
  };
  return {
    request() {
      if (handle === 0) run();
      else isDue = true;
    },
    cancel() {
      cancelAnimationFrame(handle);
      handle = 0;
      isDue = false;
    },
  };
}
