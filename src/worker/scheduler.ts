/** Clock and waiting in a browser's worker. */
import type { Scheduler } from '../training/slices';

/**
 * Yields through a message channel of its own: `scheduler.yield()` and microtasks starve incoming
 * messages, `setTimeout` waits at least 4 ms once it is nested.
 */
export function createBrowserScheduler(): Scheduler {
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => waiting.shift()?.();
  return {
    now: () => performance.now(),
    yield: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        channel.port2.postMessage(null);
      }),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
}
