/** The page's end of the protocol: a Trainer whose work is done in a worker. */
import type { Trainer, TrainerListener } from '../training/trainer';
import { WorkerError } from './errors';
import type { Arguments, Method, Result, ToPage, ToWorker } from './protocol';

/** What the client needs of a Worker; a test hands in one end of a channel. */
export type WorkerLike = Pick<
  Worker,
  'postMessage' | 'onmessage' | 'onmessageerror' | 'onerror' | 'terminate'
>;

export type ClientOptions = {
  readonly worker: WorkerLike;
  /** URL of the folder with the shards of MNIST, ending in a slash. */
  readonly mnistUrl: string;
  readonly listener: TrainerListener;
  /** Milliseconds between pings; a worker that misses four in a row is given up. */
  readonly heartbeat?: number;
};

type Pending = { resolve(value: unknown): void; reject(error: Error): void };

const missesAllowed = 4;

/**
 * Errors of calls reject their promise as WorkerError. When the worker itself is lost (an uncaught
 * error, or no answer to four pings), every open promise rejects, `listener.failed` is called once,
 * and every later call rejects with the same error.
 */
export function createWorkerTrainer({
  worker,
  mnistUrl,
  listener,
  heartbeat = 1000,
}: ClientOptions): Trainer {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let lost: Error | null = null;
  let unanswered = 0;
  /** A worker that is still on its way over a slow line is not a silent one. */
  let hasSpoken = false;

  const end = (error: Error) => {
    if (lost) return;
    lost = error;
    clearInterval(pulse);
    worker.terminate();
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  const send = (message: ToWorker) => worker.postMessage(message);
  const fail = (error: Error) => {
    if (lost) return;
    end(error);
    listener.failed?.(error);
  };

  // Counting ticks, not time: after a frozen tab resumes, one tick comes before the waiting answers.
  const pulse = setInterval(() => {
    if (!hasSpoken) return;
    if (unanswered >= missesAllowed) {
      fail(new Error('The training worker stopped answering.'));
      return;
    }
    unanswered += 1;
    send({ type: 'ping' });
  }, heartbeat);

  worker.onerror = (event) => fail(new Error(event.message || 'The training worker could not be started.'));
  worker.onmessageerror = () => fail(new Error('An answer of the training worker could not be read.'));
  worker.onmessage = ({ data: message }: MessageEvent<ToPage>) => {
    if (lost) return;
    hasSpoken = true;
    switch (message.type) {
      case 'result':
        take(message.id)?.resolve(message.value);
        break;
      case 'error':
        take(message.id)?.reject(new WorkerError(message.error));
        break;
      case 'progress':
        // Taken also by a listener that fails: the worker waits for it.
        void (async () => listener.progress?.(message.progress))()
          .catch((error: unknown) => console.error(error))
          .then(() => {
            if (!lost) send({ type: 'progressTaken' });
          });
        break;
      case 'data':
        listener.data?.(message.data);
        break;
      case 'pong':
        unanswered = 0;
        break;
      case 'failed':
        fail(new WorkerError(message.error));
        break;
    }
  };
  send({ type: 'start', mnistUrl });

  function take(id: number): Pending | undefined {
    const found = pending.get(id);
    pending.delete(id);
    return found;
  }

  function call<M extends Method>(method: M, ...args: Arguments<M>): Promise<Result<M>> {
    if (lost) return Promise.reject(lost);
    const id = nextId++;
    return new Promise<Result<M>>((resolve, reject) => {
      pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
      send({ type: 'call', id, method, args });
    });
  }

  return {
    open: (spec) => call('open', spec),
    train: (until) => call('train', until),
    teach: (lesson, until) => call('teach', lesson, until),
    stop: () => call('stop'),
    tune: (tuning) => call('tune', tuning),
    changeData: (data) => call('changeData', data),
    rewind: (step) => call('rewind', step),
    changeNetwork: (network, origins) => call('changeNetwork', network, origins),
    parameter: (place) => call('parameter', place),
    setParameter: (place, value) => call('setParameter', place, value),
    predict: (inputs, options) => call('predict', inputs, options),
    explain: (question) => call('explain', question),
    dissect: (question) => call('dissect', question),
    checkGradients: (index) => call('checkGradients', index),
    evaluate: () => call('evaluate'),
    testAnswers: () => call('testAnswers'),
    testRows: (rows) => call('testRows', rows),
    hiddenMap: (question) => call('hiddenMap', question),
    sampleRows: (data, request) => call('sampleRows', data, request),
    weights: () => call('weights'),
    exportWeights: (madeBy, format, numbers) => call('exportWeights', madeBy, format, numbers),
    exportCheckpoint: (madeBy, format) => call('exportCheckpoint', madeBy, format),
    exportCode: (language) => call('exportCode', language),
    inspectFile: (bytes, problem) => call('inspectFile', bytes, problem),
    measureFile: (bytes, problem, reading) => call('measureFile', bytes, problem, reading),
    importWeights: (bytes, problem, reading) => call('importWeights', bytes, problem, reading),
    importLayers: (bytes) => call('importLayers', bytes),
    importCheckpoint: (bytes, problem) => call('importCheckpoint', bytes, problem),
    exportDigits: (digits, format, side) => call('exportDigits', digits, format, side),
    importDigits: (bytes, side) => call('importDigits', bytes, side),
    close: () => end(new Error('The trainer was closed.')),
  };
}
