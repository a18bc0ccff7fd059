/**
 * The messages between the page and the worker; types only. Every call has exactly one reply with
 * its id. Progress flows the other way with one batch in flight: the worker sends the next one only
 * after `progressTaken`, and folds what happens meanwhile.
 */
import type { DataProgress, Progress, Trainer } from '../training/trainer';

/** The methods of Trainer that cross the thread. */
export type Method = Exclude<keyof Trainer, 'close'>;
export type Arguments<M extends Method> = Parameters<Trainer[M]>;
export type Result<M extends Method> = Awaited<ReturnType<Trainer[M]>>;

/** An error as data: structured clone would drop its `name` and `code`. */
export type ErrorData = { readonly name: string; readonly message: string; readonly code?: string };

export type ToWorker =
  /** First message: where the shards of MNIST are (a URL that ends in a slash). */
  | { readonly type: 'start'; readonly mnistUrl: string }
  | { readonly type: 'call'; readonly id: number; readonly method: Method; readonly args: readonly unknown[] }
  | { readonly type: 'progressTaken' }
  | { readonly type: 'ping' };

export type ToPage =
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: ErrorData }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'data'; readonly data: DataProgress }
  /** Answers `start`, and every ping. */
  | { readonly type: 'pong' }
  /** Something broke outside of any call; the worker can't be trusted any more. */
  | { readonly type: 'failed'; readonly error: ErrorData };
