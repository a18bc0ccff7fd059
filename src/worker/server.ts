/** The worker's end of the protocol: calls a Trainer, and lets no error get lost on the way. */
import type { Trainer, TrainerListener } from '../training/trainer';
import { errorData } from './errors';
import type { Method, ToPage, ToWorker } from './protocol';

/** The end of a channel: the worker's own scope, or a MessagePort in tests. */
export type Port = { postMessage(message: unknown, transfer: ArrayBuffer[]): void };

const methods: Record<Method, true> = {
  open: true,
  train: true,
  teach: true,
  stop: true,
  tune: true,
  changeData: true,
  rewind: true,
  changeNetwork: true,
  parameter: true,
  setParameter: true,
  predict: true,
  explain: true,
  dissect: true,
  checkGradients: true,
  evaluate: true,
  testAnswers: true,
  testRows: true,
  hiddenMap: true,
  sampleRows: true,
  weights: true,
  exportWeights: true,
  importWeights: true,
  exportCheckpoint: true,
  importCheckpoint: true,
  exportCode: true,
  inspectFile: true,
  measureFile: true,
  importLayers: true,
  exportDigits: true,
  importDigits: true,
};

export type Server = {
  /** Hand every message that arrives to this. Never throws, never rejects. */
  receive(message: ToWorker): Promise<void>;
  /** For what went wrong outside of any call. */
  fail(thrown: unknown): void;
};

/** `createTrainer` is called with the `start` message; what it throws fails the worker. */
export function createServer(
  port: Port,
  createTrainer: (mnistUrl: string, listener: TrainerListener) => Trainer,
): Server {
  let trainer: Trainer | null = null;
  let progressTaken: (() => void) | null = null;

  const send = (message: ToPage) => port.postMessage(message, transferable(message));
  const fail = (thrown: unknown) => send({ type: 'failed', error: errorData(thrown) });

  const listener: TrainerListener = {
    progress(progress) {
      send({ type: 'progress', progress });
      return new Promise((resolve) => {
        progressTaken = resolve;
      });
    },
    data: (data) => send({ type: 'data', data }),
  };

  async function call(id: number, method: Method, args: readonly unknown[]) {
    try {
      if (!trainer) throw new Error('The worker was called before it was started.');
      if (!Object.hasOwn(methods, method)) throw new Error(`The worker has no method "${method}".`);
      const run = trainer[method] as (...args: readonly unknown[]) => Promise<unknown>;
      send({ type: 'result', id, value: await run.apply(trainer, [...args]) });
    } catch (thrown) {
      send({ type: 'error', id, error: errorData(thrown) });
    }
  }

  return {
    fail,
    async receive(message) {
      try {
        switch (message.type) {
          case 'start':
            trainer = createTrainer(message.mnistUrl, listener);
            send({ type: 'pong' });
            break;
          case 'call':
            await call(message.id, message.method, message.args);
            break;
          case 'progressTaken':
            progressTaken?.();
            progressTaken = null;
            break;
          case 'ping':
            send({ type: 'pong' });
            break;
        }
      } catch (thrown) {
        fail(thrown);
      }
    },
  };
}

/** The buffers of an answer, which the trainer made for the caller alone: moved, not copied. */
function transferable(message: ToPage): ArrayBuffer[] {
  if (message.type !== 'result') return [];
  const found = new Set<ArrayBuffer>();
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) found.add(value.buffer as ArrayBuffer);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (value && typeof value === 'object') Object.values(value).forEach(visit);
  };
  visit(message.value);
  return [...found];
}
