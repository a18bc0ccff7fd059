/** Earlier states of a run, to go back to: few of them, spread over all of it, in bounded memory. */
import type { RunState } from './runState';

export type KeptState = {
  readonly state: RunState;
  /** What the state was worth: the loss before and after it, the larger of them; null: not known yet. */
  loss: number | null;
};

/** States that are spread over a run, at the most; the newest is kept besides. */
export const maxKept = 8;
/** Bytes that all of them may take: three states of the recipe's largest network (4 million weights, Adam). */
const memory = 160e6;

export type History = {
  /** Keeps where a run is. `lossBefore`: mean of the steps that led there; null: there were none. */
  keep(run: { saveState(unused: RunState | null): RunState }, lossBefore: number | null): void;
  /** The loss of the step after the state that was kept last. */
  judge(lossAfter: number): void;
  /** Null: nothing is kept. */
  readonly newest: KeptState | null;
  /** The newest at or before a step. */
  at(step: number): KeptState | null;
  /**
   * The newest before a step (excluded) whose loss was at most three times the lowest of them, or a tenth of
   * `lossOfGuessing`. Where none was better than guessing, the first: there it began.
   */
  healthyBefore(step: number, lossOfGuessing: number): KeptState | null;
  /** Forgets what is behind a step: the run goes on from there along another way. */
  cut(step: number): void;
};

/** Nothing is kept of states that are so large that two do not fit. */
export function createHistory(stateBytes: number): History {
  const places = Math.min(maxKept, Math.floor(memory / stateBytes) - 1);
  /** Oldest first; the first stays for good. */
  let spread: KeptState[] = [];
  let newest: { readonly kept: KeptState; readonly lossBefore: number | null } | null = null;
  /** Steps between two of them, at the least. */
  let spacing = 1;

  const stepOf = ({ state }: KeptState) => state.position.step;

  function all(): readonly KeptState[] {
    return newest === null || spread.at(-1) === newest.kept ? spread : [...spread, newest.kept];
  }

  return {
    keep(run, lossBefore) {
      if (places < 1) return;
      const leaving = newest && spread.at(-1) !== newest.kept ? newest.kept.state : null;
      const kept = { state: run.saveState(leaving), loss: null };
      newest = { kept, lossBefore };
      const last = spread.at(-1);
      if (last && stepOf(kept) - stepOf(last) < spacing) return;
      spread.push(kept);
      if (spread.length <= places) return;
      spread = places === 1 ? [spread[0]] : spread.filter((_, i) => i % 2 === 0);
      spacing = Math.ceil((2 * (stepOf(kept) - stepOf(spread[0]))) / places);
    },

    judge(lossAfter) {
      if (newest && newest.kept.loss === null)
        newest.kept.loss = Math.max(newest.lossBefore ?? lossAfter, lossAfter);
    },

    get newest() {
      return newest?.kept ?? null;
    },

    at: (step) => all().findLast((kept) => stepOf(kept) <= step) ?? null,

    healthyBefore(step, lossOfGuessing) {
      const earlier = all().filter((kept) => stepOf(kept) < step);
      const best = Math.min(...earlier.map(({ loss }) => loss ?? Number.POSITIVE_INFINITY));
      const enough = Math.max(3 * best, 0.1 * lossOfGuessing);
      const healthy = earlier.findLast(({ loss }) => loss !== null && loss <= enough);
      return (best < 0.9 * lossOfGuessing && healthy) || (earlier.at(0) ?? null);
    },

    cut(step) {
      spread = spread.filter((kept) => stepOf(kept) <= step);
      if (newest && stepOf(newest.kept) > step) {
        const kept = spread.at(-1);
        newest = kept ? { kept, lossBefore: kept.loss } : null;
      }
    },
  };
}
