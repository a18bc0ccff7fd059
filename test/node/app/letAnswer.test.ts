/** Which network answers the pad: whatever is chosen, nothing that the user has trained is touched. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { answeringNetwork, answeringOf, untouchedOf } from '../../../src/app/answering';
import { createRunController, type RunController } from '../../../src/app/runController';
import { networkShape } from '../../../src/app/runEvents';
import { type ShippedName, shippedNames, shippedNetworks } from '../../../src/app/shippedNetworks';
import type { RunState } from '../../../src/app/state';
import { readWeightsFile } from '../../../src/formats/formats';
import { completeData } from '../../../src/training/data';
import { digitsRecipe } from '../../../src/training/recipes';
import type { Prediction, Trainer, TrainerListener } from '../../../src/training/trainer';
import { drawnDigits } from '../../support/drawnDigits';
import { bits, createTestTrainer } from '../../support/trainers';

const data = completeData(drawnDigits(200), drawnDigits(30, 12), 60);
const drawing = new Float32Array(784);
data.test.writeBatch(drawing, new Float32Array(10), Uint32Array.of(0), 0, 1);

const fileOf = (name: ShippedName) =>
  new Uint8Array(readFileSync(`public/models/${shippedNetworks[name].file}`));

/** Of a shipped network by itself. */
async function answerOf(name: ShippedName): Promise<number[]> {
  const trainer = createTestTrainer({ openDigits: async () => data });
  await trainer.importWeights(fileOf(name), 'digits');
  const { outputs } = await trainer.predict(drawing);
  trainer.close();
  return bits(outputs);
}

const soon = <T>(get: () => T) => expect.poll(get, { timeout: 20_000 });

/** Every frame is as good as any. */
beforeEach(() => {
  Object.assign(globalThis, {
    requestAnimationFrame: (act: () => void) => setTimeout(act),
    cancelAnimationFrame: clearTimeout,
  });
});

type Made = { readonly trainer: Trainer; readonly listener: TrainerListener; isClosed: boolean };

async function open(fetch: (name: ShippedName) => Promise<Uint8Array> = async (name) => fileOf(name)) {
  const made: Made[] = [];
  const controller = createRunController({
    spec: { ...digitsRecipe, arithmetic: 'strict' },
    stepsPerSecond: null,
    shipped: { first: 'convolutional', fetch },
    createTrainer(listener) {
      const trainer = createTestTrainer({ listener, openDigits: async () => data });
      const one: Made = { trainer, listener, isClosed: false };
      made.push(one);
      return {
        ...trainer,
        close() {
          one.isClosed = true;
          trainer.close();
        },
      };
    },
  });
  await controller.start();
  let newest: Prediction | null = null;
  const probe = controller.follow<Float32Array, Prediction>({
    whom: 'answering',
    ask: (trainer, inputs) => trainer.predict(inputs),
    listener: (prediction) => {
      newest = prediction;
    },
    pause: 0,
  });
  probe.ask(drawing);
  return { controller, made, answer: () => newest && bits((newest as Prediction).outputs) };
}

/** Resolves with the first state of which `is` holds. */
function until(controller: RunController, is: (state: RunState) => boolean): Promise<RunState> {
  return new Promise((resolve) => {
    const look = () => {
      if (!is(controller.store.get())) return;
      stop();
      resolve(controller.store.get());
    };
    const stop = controller.store.subscribe(look);
    look();
  });
}

test('what the page says of the shipped networks is what their files say', () => {
  for (const name of shippedNames) {
    const bytes = fileOf(name);
    const { kilobytes, testAccuracy } = shippedNetworks[name];
    expect(kilobytes, name).toBe(Math.round(bytes.length / 1000));
    expect(testAccuracy, name).toBe(readWeightsFile(bytes).contents.card?.testAccuracy);
  }
});

test('it opens with the convolutional network; the other one takes its place on the stage', async () => {
  const { controller, made, answer } = await open();
  expect(answeringOf(controller.store.get())).toBe('convolutional');
  await soon(answer).toEqual(await answerOf('convolutional'));
  await controller.letAnswer('dense');
  expect(controller.store.get()).toMatchObject({ origin: 'dense', standIn: null, summoned: null });
  expect(answeringOf(controller.store.get())).toBe('dense');
  await soon(answer).toEqual(await answerOf('dense'));
  expect(made).toHaveLength(1);
});

describe('with the user’s own network on the stage', () => {
  test('a shipped one answers beside it while it goes on training to the bits that it would have had', async () => {
    const weights = async (disturb: (controller: RunController) => Promise<void>) => {
      const { controller, made, answer } = await open();
      await controller.rebuild({ ...digitsRecipe, arithmetic: 'strict' });
      await controller.train({ steps: 300 });
      await disturb(controller);
      if (controller.store.get().standIn) await soon(answer).toEqual(await answerOf('dense'));
      await until(controller, ({ status, step }) => status === 'idle' && step === 300);
      return (await made[0].trainer.weights()).flatMap(({ values }) => bits(values));
    };
    const undisturbed = await weights(async () => {});
    const disturbed = await weights(async (controller) => {
      await controller.letAnswer('dense');
      const state = await until(controller, ({ standIn }) => standIn !== null);
      expect(answeringOf(state)).toBe('dense');
      expect(networkShape(answeringNetwork(state))).toBe('784-256-128-10');
      expect(networkShape(state.spec.network)).toBe('784-128-10');
    });
    expect(disturbed).toEqual(undisturbed);
  });

  test('its own answers come back, and the other worker is closed', async () => {
    const { controller, made, answer } = await open();
    await controller.reset();
    const fresh = bits((await made[0].trainer.predict(drawing)).outputs);
    await controller.letAnswer('convolutional');
    await until(controller, ({ standIn }) => standIn !== null);
    await soon(answer).toEqual(await answerOf('convolutional'));
    await controller.letAnswer('own');
    await soon(answer).toEqual(fresh);
    expect(made.map(({ isClosed }) => isClosed)).toEqual([false, true]);
  });

  test('whatever comes on the stage answers', async () => {
    const { controller, made } = await open();
    await controller.reset();
    for (const bring of [
      () => controller.reset(),
      () => controller.rebuild({ ...digitsRecipe, seed: 9 }),
      () =>
        controller
          .openFile('mine.safetensors', fileOf('dense'))
          .then(() => controller.openWaiting({ how: 'whole' })),
      () => controller.openShipped('convolutional'),
    ]) {
      await controller.letAnswer('convolutional');
      if (untouchedOf(controller.store.get()) === null)
        await until(controller, ({ standIn }) => standIn !== null);
      await bring();
      expect(controller.store.get()).toMatchObject({ standIn: null, summoned: null });
      expect(made.slice(1).every(({ isClosed }) => isClosed)).toBe(true);
    }
    expect(answeringOf(controller.store.get())).toBe('convolutional');
  });

  test('of two that are chosen in a row the second answers, and one worker is left', async () => {
    const { controller, made, answer } = await open();
    await controller.reset();
    await Promise.all([controller.letAnswer('convolutional'), controller.letAnswer('dense')]);
    await until(controller, ({ standIn }) => standIn?.name === 'dense');
    await soon(answer).toEqual(await answerOf('dense'));
    await controller.letAnswer('convolutional');
    await until(controller, ({ standIn }) => standIn?.name === 'convolutional');
    await soon(answer).toEqual(await answerOf('convolutional'));
    await soon(() => made.filter(({ isClosed }) => !isClosed).length).toBe(2);
  });

  test('a file that can’t be had is said, and the one that answered goes on', async () => {
    let isLost = false;
    const { controller } = await open(async (name) => {
      if (isLost) throw new Error('the server answered 404');
      return fileOf(name);
    });
    await controller.reset();
    await controller.letAnswer('convolutional');
    await until(controller, ({ standIn }) => standIn !== null);
    isLost = true;
    await controller.letAnswer('dense');
    expect(await until(controller, ({ message }) => message !== null)).toMatchObject({
      standIn: { name: 'convolutional' },
      summoned: null,
      message: {
        kind: 'error',
        text: 'The dense network could not be opened (the server answered 404). Nothing was changed.',
      },
    });
    await controller.openShipped('dense');
    expect(controller.store.get()).toMatchObject({ origin: 'fresh', standIn: { name: 'convolutional' } });
  });

  test('a worker that is lost while it answers gives the word back', async () => {
    const { controller, made, answer } = await open();
    await controller.reset();
    const fresh = bits((await made[0].trainer.predict(drawing)).outputs);
    await controller.letAnswer('dense');
    await until(controller, ({ standIn }) => standIn !== null);
    made[1].listener.failed?.(new Error('The training worker stopped answering.'));
    expect(controller.store.get()).toMatchObject({
      status: 'idle',
      standIn: null,
      message: { text: expect.stringContaining('The network on the stage answers again.') },
    });
    await soon(answer).toEqual(fresh);
  });
});

test('after the worker of the stage is lost, a shipped network comes on the stage in a new one', async () => {
  const { controller, made, answer } = await open();
  await controller.reset();
  made[0].listener.failed?.(new Error('The training worker stopped answering.'));
  await controller.letAnswer('dense');
  expect(controller.store.get()).toMatchObject({ status: 'idle', origin: 'dense', standIn: null });
  await soon(answer).toEqual(await answerOf('dense'));
});

test('a shipped network that is trained is the user’s own from the first step on', async () => {
  const { controller } = await open();
  await controller.step();
  const state = await until(controller, ({ step, status }) => step === 1 && status === 'idle');
  expect(answeringOf(state)).toBe('own');
  await controller.letAnswer('convolutional');
  expect(await until(controller, ({ standIn }) => standIn !== null)).toMatchObject({
    origin: 'convolutional',
    step: 1,
  });
});
