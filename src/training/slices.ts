/** How training shares its thread: it works for a slice, then lets waiting messages be served. */

/** The clock and the ways to wait, handed in: they differ between a worker, Node and tests. */
export type Scheduler = {
  /** Milliseconds, from any origin, never backwards. */
  now(): number;
  /** Resolves after all messages that were waiting have been served, as soon as possible. */
  yield(): Promise<void>;
  /** Resolves after about that many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
};

/** Milliseconds of work between two yields, if no unit of it takes longer: stop and predict feel immediate. */
const sliceLength = 12;

export type Slices = {
  /** To be awaited between two units of work; resolves at once while the slice lasts. */
  breathe(): Promise<void>;
  /** True when `breathe` would yield: saves the await in the inner loop. */
  isOver(): boolean;
};

export function createSlices(scheduler: Scheduler): Slices {
  let started = scheduler.now();
  const isOver = () => scheduler.now() - started >= sliceLength;
  return {
    isOver,
    async breathe() {
      if (!isOver()) return;
      await scheduler.yield();
      started = scheduler.now();
    },
  };
}

/** Long work, cut into pieces of a few milliseconds. */
export type PiecedWork<Result> = {
  /** Does the next piece; true when all are done. */
  advance(): boolean;
  /** Of what is done so far. */
  result(): Result;
};

/** Does all pieces in slices; null if it `isCancelled` between two of them. */
export async function finishInSlices<Result>(
  work: PiecedWork<Result>,
  scheduler: Scheduler,
  isCancelled: () => boolean,
): Promise<Result | null> {
  const slices = createSlices(scheduler);
  while (!work.advance()) {
    await slices.breathe();
    if (isCancelled()) return null;
  }
  return work.result();
}
