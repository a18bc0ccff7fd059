/** Clock and waiting in Node, where a message channel would starve other work and `setImmediate` doesn't. */
import type { Scheduler } from '../training/slices';

export function createNodeScheduler(): Scheduler {
  return {
    now: () => performance.now(),
    yield: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
}
