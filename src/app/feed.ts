/** A value that changes up to sixty times a second: canvases listen to it, React sees it now and then. */
import { useEffect, useState } from 'react';

export class Feed<Value> {
  #value: Value;
  readonly #listeners = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  readonly get = (): Value => this.#value;

  readonly set = (value: Value): void => {
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** A feed as those see it who listen. */
export type FeedSource<Value> = Pick<Feed<Value>, 'get' | 'subscribe'>;

/** Calls `listener` whenever the feed has a new value, for as long as the component lives. */
export function useFeedListener<Value>(feed: FeedSource<Value>, listener: () => void): void {
  useEffect(() => feed.subscribe(listener), [feed, listener]);
}

/** The feed's value at most every `pause` milliseconds; the last one is never missed. */
export function useFeed<Value>(feed: FeedSource<Value>, pause = 100): Value {
  const [value, setValue] = useState(feed.get);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = Number.NEGATIVE_INFINITY;
    const show = (): void => {
      timer = undefined;
      last = performance.now();
      setValue(() => feed.get());
    };
    const changed = (): void => {
      if (timer === undefined) timer = setTimeout(show, Math.max(0, last + pause - performance.now()));
    };
    changed();
    const stop = feed.subscribe(changed);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [feed, pause]);
  return value;
}
