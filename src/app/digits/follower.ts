/** What a network said to one drawing while it learned. */
export type FollowedPoint = {
  readonly step: number;
  /** Ten probabilities, 0 to 1. */
  readonly shares: Float32Array;
};

/** As many as a chart is wide, about. */
export const maxFollowed = 400;

export type Follower = {
  /**
   * Takes what was said at `step`. Of the steps since the last point it is left out when they are too few, so that there
   * are never more than `maxFollowed`; the newest is always the last. Steps that go back begin a new history.
   */
  add(step: number, shares: Float32Array): void;
  clear(): void;
  /** Oldest first. */
  readonly points: readonly FollowedPoint[];
};

export function createFollower(): Follower {
  let points: FollowedPoint[] = [];
  /** Steps between two points, at the least; doubled, about, whenever there are too many. */
  let spacing = 0;

  function clear() {
    points = [];
    spacing = 0;
  }

  return {
    add(step, shares) {
      const last = points.at(-1);
      if (last && step < last.step) clear();
      // The newest point stands for itself until one comes that is far enough from the one before it.
      const before = points.at(-2);
      if (before && step - before.step < spacing) points.pop();
      else if (points.at(-1)?.step === step) points.pop();
      points.push({ step, shares: shares.slice() });
      if (points.length <= maxFollowed) return;
      spacing = (2 * (step - points[0].step)) / maxFollowed;
      points = points.filter((_, index) => index % 2 === 0 || index === points.length - 1);
    },
    clear,
    get points() {
      return points;
    },
  };
}
