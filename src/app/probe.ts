/** Answers for inputs that change, from weights that change. */
import type { Prediction, Trainer } from '../training/trainer';

/** One question in flight; the newest inputs win. */
export type Probe = {
  /** Inputs `[B, I]`; null: nothing to ask. The answer comes to the listener, again after every change of the weights. */
  ask(inputs: Float32Array | null): void;
  close(): void;
};

/** `milliseconds`: from asking to the answer. Both are null once there is nothing to ask. */
export type ProbeListener = (
  prediction: Prediction | null,
  inputs: Float32Array | null,
  milliseconds: number,
) => void;

export type ProbeOptions = { readonly layers?: boolean };

/** A probe as the run sees it: told when there is something new to ask about. */
export type RunProbe = Probe & {
  /** The weights have changed: ask again. */
  refresh(): void;
};

/**
 * `trainer` gives the one to ask now, or null while there is none. `isMoving`: the weights change
 * all the time, so the next question follows the answer, at most one each frame.
 */
export function createProbe(
  trainer: () => Trainer | null,
  isMoving: () => boolean,
  listener: ProbeListener,
  options: ProbeOptions,
): RunProbe {
  let inputs: Float32Array | null = null;
  let isAsking = false;
  let isStale = false;
  let isClosed = false;
  let frame = 0;

  function refresh() {
    isStale = true;
    if (!isAsking && !isClosed) void answer();
  }

  async function answer() {
    const asked = inputs;
    const from = trainer();
    isStale = false;
    if (!asked) {
      listener(null, null, 0);
      return;
    }
    if (!from) return;
    isAsking = true;
    const started = performance.now();
    // A trainer that is closed or replaced while asked answers with an error; the next refresh asks the new one.
    const prediction = await from.predict(asked, options).catch(() => null);
    isAsking = false;
    if (isClosed) return;
    // Inputs that were replaced meanwhile are still worth showing while a stroke goes on; null is not.
    if (prediction && inputs) listener(prediction, asked, performance.now() - started);
    if (isStale) void answer();
    else if (isMoving() && prediction) {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(refresh);
    }
  }

  return {
    refresh,
    ask(next) {
      inputs = next;
      refresh();
    },
    close() {
      isClosed = true;
      cancelAnimationFrame(frame);
    },
  };
}
