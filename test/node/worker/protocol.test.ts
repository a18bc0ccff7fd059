/** Both ends of the protocol over a real message channel, so with structured clone and transfer. */
import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { completeData } from '../../../src/training/data';
import { originalXorRecipe } from '../../../src/training/recipes';
import type { Progress, Trainer, TrainerListener } from '../../../src/training/trainer';
import { createWorkerTrainer, type WorkerLike } from '../../../src/worker/client';
import type { ToWorker } from '../../../src/worker/protocol';
import { createServer, type Server } from '../../../src/worker/server';
import { bits, createTestTrainer, StripeDigits, smallDigitsSpec } from '../../support/trainers';

const progress: Progress = {
  step: 1,
  epoch: 0.1,
  trainLoss: 1,
  trainLossMin: 1,
  trainLossMax: 1,
  trainAccuracy: 0,
  rate: 0.001,
  samplesPerSecond: 1,
  test: null,
  bestTest: null,
  figures: null,
};

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A client and a server; `methods` stand in for the trainer's. */
function connect(
  methods: Partial<Trainer>,
  { listener = {}, heartbeat = 1000 }: { listener?: TrainerListener; heartbeat?: number } = {},
) {
  const { port1, port2 } = new MessageChannel();
  const worker: WorkerLike & { terminated: boolean } = {
    terminated: false,
    onmessage: null,
    onmessageerror: null,
    onerror: null,
    postMessage: (message: unknown) => port1.postMessage(message),
    terminate() {
      this.terminated = true;
      port1.close();
    },
  };
  port1.on('message', (data) =>
    worker.onmessage?.call(worker as unknown as Worker, { data } as MessageEvent),
  );
  let server: Server | null = null;
  let serverListener: TrainerListener = {};
  const state = { isDeaf: false };
  port2.on('message', (message: ToWorker) => {
    server ??= createServer(port2, (_url, given) => {
      serverListener = given;
      return methods as Trainer;
    });
    if (!state.isDeaf) void server.receive(message);
  });
  const trainer = createWorkerTrainer({ worker, mnistUrl: 'https://site.test/mnist/', listener, heartbeat });
  closers.push(() => {
    trainer.close();
    port2.close();
  });
  return {
    trainer,
    worker,
    state,
    server: () => server!,
    emit: (p: Progress) => serverListener.progress?.(p),
  };
}

test('a result crosses with its numbers to the bit', async () => {
  const outputs = Float32Array.of(0.1, -0, 1e-42, Number.MAX_VALUE);
  const { trainer } = connect({ predict: async () => ({ outputs: outputs.slice(), step: 7 }) });
  const prediction = await trainer.predict(Float32Array.of(1));
  expect(prediction.step).toBe(7);
  expect(new Uint32Array(prediction.outputs.buffer)).toEqual(new Uint32Array(outputs.buffer));
});

test('a checkpoint crosses out of one worker and into another, and the run goes on with the same bits', async () => {
  const [first, second] = [connect(createTestTrainer()).trainer, connect(createTestTrainer()).trainer];
  await first.open(originalXorRecipe);
  await first.train({ steps: 21 });
  const { bytes, card } = await first.exportCheckpoint('a test', 'npz');
  expect(await second.importCheckpoint(bytes, 'xor')).toMatchObject({
    step: 21,
    epoch: 1 + (5 * 64) / 1000,
    card,
  });
  const after = await Promise.all(
    [first, second].map(async (trainer) => {
      await trainer.train({ steps: 100 });
      return (await trainer.weights()).map(({ values }) => bits(values));
    }),
  );
  expect(after[1]).toEqual(after[0]);
  await expect(second.importCheckpoint(bytes.slice(0, 99), 'xor')).rejects.toMatchObject({
    name: 'FormatError',
    code: 'truncated',
  });
});

test('an error crosses with its name, code and message, thrown at once or later', async () => {
  class FormatError extends Error {
    override readonly name = 'FormatError';
    readonly code = 'truncated';
  }
  const { trainer } = connect({
    evaluate: async () => {
      throw new FormatError('It ends at byte 12.');
    },
    weights: () => {
      throw new FormatError('At once.');
    },
  });
  await expect(trainer.evaluate()).rejects.toMatchObject({
    name: 'FormatError',
    code: 'truncated',
    message: 'It ends at byte 12.',
  });
  await expect(trainer.weights()).rejects.toMatchObject({ message: 'At once.' });
});

test('calls that overlap get their own answers, whatever order these come in', async () => {
  let finishFirst = () => {};
  const { trainer } = connect({
    train: () =>
      new Promise((resolve) => {
        finishFirst = () => resolve({ reason: 'stopped', step: 5 });
      }),
    stop: async () => finishFirst(),
  });
  const training = trainer.train();
  await trainer.stop();
  await expect(training).resolves.toEqual({ reason: 'stopped', step: 5 });
});

test('the next progress waits until the page has taken the one before', async () => {
  let release = () => {};
  const seen: number[] = [];
  const { trainer, emit } = connect(
    { stop: async () => {} },
    {
      listener: {
        progress: (p) => {
          seen.push(p.step);
          return new Promise((resolve) => {
            release = resolve;
          });
        },
      },
    },
  );
  await trainer.stop();
  let isTaken = false;
  const taken = Promise.resolve(emit(progress)).then(() => {
    isTaken = true;
  });
  await trainer.stop();
  expect(seen).toEqual([1]);
  expect(isTaken).toBe(false);
  release();
  await taken;
  expect(isTaken).toBe(true);
});

test('what breaks outside of any call rejects every open promise and is told once', async () => {
  const failures: string[] = [];
  const { trainer, worker, server } = connect(
    { train: () => new Promise(() => {}), stop: async () => {} },
    { listener: { failed: (error) => failures.push(error.message) } },
  );
  const training = trainer.train();
  const outcome = expect(training).rejects.toThrow('out of memory');
  await trainer.stop();
  server().fail(new RangeError('out of memory'));
  await outcome;
  expect(failures).toEqual(['out of memory']);
  expect(worker.terminated).toBe(true);
  await expect(trainer.stop()).rejects.toThrow('out of memory');
});

test('a worker that answers no ping is given up, and its open promises reject', async () => {
  const failed = new Promise<string>((resolve) => {
    const { trainer, state } = connect(
      { train: () => new Promise(() => {}) },
      { heartbeat: 5, listener: { failed: (error) => resolve(error.message) } },
    );
    trainer.train().catch(() => {});
    setTimeout(() => {
      state.isDeaf = true;
    }, 20);
  });
  await expect(failed).resolves.toMatch('stopped answering');
});

test('a call before the start and a method that does not exist are errors, not silence', async () => {
  const sent: unknown[] = [];
  const server = createServer({ postMessage: (message) => sent.push(message) }, () => ({}) as Trainer);
  await server.receive({ type: 'call', id: 1, method: 'stop', args: [] });
  await server.receive({ type: 'start', mnistUrl: '' });
  await server.receive({ type: 'call', id: 2, method: 'constructor' as 'stop', args: [] });
  expect(sent).toMatchObject([
    { type: 'error', id: 1 },
    { type: 'pong' },
    { type: 'error', id: 2, error: { message: 'The worker has no method "constructor".' } },
  ]);
});

test('a worker that has not spoken yet is waited for: a slow line is not a hang', async () => {
  const failures: string[] = [];
  const { trainer, state } = connect(
    { stop: async () => {} },
    { heartbeat: 2, listener: { failed: (error) => failures.push(error.message) } },
  );
  state.isDeaf = true;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(failures).toEqual([]);
  trainer.close();
});

test('a progress listener that throws is acknowledged all the same, so the worker goes on', async () => {
  const { trainer, emit } = connect(
    { stop: async () => {} },
    {
      listener: {
        progress: () => {
          throw new Error('expected in this test');
        },
      },
    },
  );
  await trainer.stop();
  const error = console.error;
  console.error = () => {};
  await emit(progress);
  console.error = error;
});

test('an explanation crosses, every number in it', async () => {
  const local = createTestTrainer({
    openDigits: async () => completeData(new StripeDigits(64), new StripeDigits(8)),
  });
  const { trainer } = connect(local);
  await trainer.open(smallDigitsSpec);
  const question = {
    input: Float32Array.from({ length: 784 }, (_, i) => (i % 7) / 7),
    classIndex: 3,
    rival: 8,
  };
  expect(await trainer.explain(question)).toEqual(await local.explain(question));
});
