/** Activations, Mistakes and Map over a network that answers at once. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AnnounceProvider } from '../../../src/app/announceContext';
import { Drawing } from '../../../src/app/digits/drawing';
import { PadProvider } from '../../../src/app/digits/padContext';
import { Inspect } from '../../../src/app/inspect/Inspect';
import type { Askable } from '../../../src/app/probe';
import type { Session } from '../../../src/app/session';
import { SessionProvider } from '../../../src/app/sessionContext';
import { createConfusionMatrix } from '../../../src/engine/confusion';
import { denseLayers } from '../../../src/training/recipes';
import { noteAnswers } from '../../../src/training/testAnswers';
import type { HiddenMap, MapQuestion, TestAnswers } from '../../../src/training/trainer';
import { fakeSession, silentTrainer } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';
import '../../../src/app/components.css';

const rows = 100;
const labelOf = (row: number) => row % 10;

/** Row 13, a 3, is read as an 8 surely, and row 24, a 4, as a 9 with doubts; or as `wrong` says. */
function answersAt(
  step: number,
  wrong: Readonly<Record<number, readonly [answer: number, share: number]>>,
): TestAnswers {
  const notes = noteAnswers(rows, 10);
  for (let row = 0; row < rows; row++) {
    const [answer, share] = wrong[row] ?? [labelOf(row), 0.9 - row / 1000];
    const outputs = Float32Array.from({ length: 10 }, (_, of) => (of === answer ? share : 0.001));
    const targets = Float32Array.from({ length: 10 }, (_, of) => Number(of === labelOf(row)));
    notes.add(outputs, targets, 1);
  }
  return notes.read(step);
}

const twoWrong = { 13: [8, 0.99], 24: [9, 0.55] } as const;

/** Four points to the right, left, up and down of the middle, each of another class. */
function crossMap(step: number): HiddenMap {
  return {
    layer: 1,
    mean: new Float32Array(32),
    components: Float32Array.from({ length: 64 }, (_, i) => Number(i === 0 || i === 33)),
    shares: [0.3, 0.2],
    rows: Uint32Array.of(5, 16, 27, 38, 49),
    points: Float32Array.of(0, 0, 2, 0, -2, 0, 0, 1, 0, -1),
    labels: Int8Array.of(5, 6, 7, 8, 9),
    answers: Int8Array.of(5, 6, 1, 8, 9),
    step,
  };
}

async function showInspector() {
  const network = { answers: answersAt(0, twoWrong) };
  const asked: { rows: number[][]; maps: MapQuestion[]; predicted: number; answers: number } = {
    rows: [],
    maps: [],
    predicted: 0,
    answers: 0,
  };
  const trainer: Askable = {
    ...silentTrainer,
    weights: async () => [{ name: 'layers.0.weight', shape: [1, 1], values: new Float32Array(1) }],
    async predict(inputs) {
      asked.predicted++;
      // The ink is the row: see below.
      const row = Math.round(inputs[0] * rows);
      const { answers, confidences } = network.answers;
      const outputs = Float32Array.from({ length: 10 }, (_, of) =>
        of === answers[row] ? confidences[row] : 0.001,
      );
      const hidden = Float32Array.from({ length: 32 }, (_, i) => (i === 4 ? -3.5 : i === 7 ? row / 10 : 0));
      return { outputs, layers: [hidden, hidden, outputs, outputs], step: 0 };
    },
    async testAnswers() {
      asked.answers++;
      return network.answers;
    },
    async hiddenMap(question) {
      asked.maps.push(question);
      return crossMap(0);
    },
  };
  /** Of every panel that is open. */
  const refreshers = new Set<() => void>();
  const fake = fakeSession('digits');
  const session: Session = {
    ...fake.session,
    follow({ ask, listener }) {
      let question: Parameters<typeof ask>[1] | null = null;
      const refresh = (): void => {
        const now = question;
        if (now === null) void Promise.resolve().then(() => listener(null, null, 0));
        else void ask(trainer, now).then((answer) => listener(answer, now, 1));
      };
      refreshers.add(refresh);
      return {
        ask(next) {
          question = next;
          refresh();
        },
        rest() {},
        close: () => void refreshers.delete(refresh),
      };
    },
    async testRows(wanted) {
      asked.rows.push([...wanted]);
      const inputs = new Float32Array(wanted.length * 784);
      wanted.forEach((row, n) => {
        inputs[n * 784] = row / rows;
      });
      return { inputs, labels: Int8Array.from(wanted, labelOf) };
    },
  };
  const { spec } = fake.session.getState().run;
  fake.show({
    spec: {
      ...spec,
      network: {
        inputs: 784,
        layers: denseLayers([
          { units: 32, activation: 'relu' },
          { units: 10, activation: 'softmax' },
        ]),
      },
    },
  });
  const drawing = new Drawing();
  const screen = await render(
    <SessionProvider session={session}>
      <AnnounceProvider>
        <PadProvider drawing={drawing}>
          <div style={{ container: 'page / inline-size' }}>
            <Inspect />
          </div>
        </PadProvider>
      </AnnounceProvider>
    </SessionProvider>,
  );
  const open = (name: string) => screen.getByRole('tab', { name, exact: true }).click();
  const learn = (answers: TestAnswers): void => {
    network.answers = answers;
    for (const refresh of refreshers) refresh();
  };
  return { screen, drawing, asked, open, learn, show: fake.show };
}

test('the table counts what is read as what, with the share of each class that is right', async () => {
  const { screen, open } = await showInspector();
  await open('Mistakes');
  await expect.element(screen.getByTestId('mistakes')).toHaveTextContent('2 of 100 read wrong');
  await expect.element(screen.getByRole('gridcell', { name: '1: a 3 read as an 8' })).toBeVisible();
  await expect.element(screen.getByRole('gridcell', { name: '9: a 3 read as a 3' })).toBeVisible();
  await expect.element(screen.getByRole('row', { name: /^3 / })).toHaveTextContent(/90\.0 %$/);
  await expect.element(screen.getByText('Hardest: the 3, 90.0 % right.')).toBeVisible();
});

test('all mistakes are listed, the surest first or last; a cell lists its digits, Escape all again', async () => {
  const { screen, open } = await showInspector();
  await open('Mistakes');
  const options = () =>
    screen
      .getByRole('option')
      .elements()
      .map((element) => element.getAttribute('aria-label'));
  // The options of the order are options too.
  const listed = ['3, read as 8, 99 %', '4, read as 9, 55 %'];
  const orders = [null, null];
  await expect.poll(options).toEqual([...orders, ...listed]);
  await screen.getByLabelText('Order').selectOptions('Least sure first');
  await expect.poll(options).toEqual([...orders, ...listed.toReversed()]);
  (screen.getByRole('gridcell', { name: '1: a 4 read as a 9' }).element() as HTMLElement).click();
  await expect.poll(options).toEqual([...orders, listed[1]]);
  await expect.element(screen.getByRole('heading', { name: '4 read as a 9: 1' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  (screen.getByRole('gridcell', { name: '1: a 4 read as a 9' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Escape}');
  await expect.poll(options).toEqual([...orders, ...listed.toReversed()]);
});

test('by keys the table is one stop; arrows go from cell to cell and stay inside', async () => {
  const { screen, open } = await showInspector();
  await open('Mistakes');
  await expect.element(screen.getByRole('grid')).toBeVisible();
  expect(screen.getByRole('grid').element().querySelectorAll('[tabindex="0"]').length).toBe(1);
  (screen.getByRole('grid').element().querySelector('[tabindex="0"]') as HTMLElement).focus();
  await userEvent.keyboard(
    '{ArrowLeft}{ArrowUp}{ArrowDown}{ArrowDown}{ArrowDown}{End}{ArrowLeft}{ArrowRight}{ArrowLeft}',
  );
  expect(document.activeElement?.getAttribute('aria-label')).toBe('1: a 3 read as an 8');
  await userEvent.keyboard(' ');
  await expect.element(screen.getByRole('heading', { name: '3 read as an 8: 1' })).toBeVisible();
  await expect
    .element(screen.getByRole('gridcell', { name: '1: a 3 read as an 8' }))
    .toHaveAttribute('aria-selected', 'true');
});

test('while it trains the table goes on, and the list stays until it is asked for', async () => {
  const { screen, open, learn, show } = await showInspector();
  await open('Mistakes');
  await expect.element(screen.getByRole('option', { name: '3, read as 8, 99 %' })).toBeVisible();
  show({ status: 'training', step: 70 });
  learn(answersAt(50, { 24: [9, 0.55] }));
  await expect.element(screen.getByTestId('mistakes')).toHaveTextContent('1 of 100 read wrong');
  await expect.element(screen.getByText('at step 50')).toBeVisible();
  await expect.element(screen.getByRole('option', { name: '3, read as 8, 99 %' })).toBeVisible();
  await screen.getByRole('button', { name: 'Those of now' }).click();
  await expect.element(screen.getByRole('option', { name: '3, read as 8, 99 %' })).not.toBeInTheDocument();
  learn(answersAt(60, {}));
  show({ status: 'idle' });
  await expect.element(screen.getByText('None is read wrong.')).toBeVisible();
});

test('answers that are no numbers are counted as mistakes, and said', async () => {
  const { screen, open, learn } = await showInspector();
  await open('Mistakes');
  await expect.element(screen.getByRole('grid')).toBeVisible();
  const lost = answersAt(9, {});
  const counts = createConfusionMatrix(10);
  for (let meant = 0; meant < 10; meant++) counts.counts[11 * meant + 10] = 10;
  learn({ ...lost, answers: new Int8Array(rows).fill(-1), confusion: counts });
  await expect
    .element(screen.getByText('100 have no answer: what comes out of the network is not a number.'))
    .toBeVisible();
  await expect.element(screen.getByTestId('mistakes')).toHaveTextContent('100 of 100 read wrong');
});

test('a mistake that is chosen is shown with what the network says, goes on the pad, and to the activations', async () => {
  const { screen, open, drawing } = await showInspector();
  await open('Mistakes');
  await screen.getByRole('option', { name: '3, read as 8, 99 %' }).click();
  const card = screen.getByRole('region', { name: 'Test digit 13' });
  await expect.element(card).toHaveTextContent('Test digit 13, a 3');
  await expect.element(screen.getByTestId('read')).toHaveTextContent('read as an 8');
  await card.getByRole('button', { name: 'Put on the pad' }).click();
  expect(drawing.image?.caption).toBe('Test digit 13 of MNIST: a 3.');
  await card.getByRole('button', { name: 'Its activations' }).click();
  await expect.element(screen.getByRole('tab', { name: 'Activations' })).toHaveFocus();
  await expect.element(screen.getByTestId('activation-1')).toHaveTextContent('strongest: neuron 5 −3.50');
  await expect.element(screen.getByTestId('activation-3')).toHaveTextContent('strongest: digit 8 0.99');
});

test('activations are of the drawing until a test digit is asked for; arrows read out one number after the other', async () => {
  const { screen, open, drawing } = await showInspector();
  await open('Activations');
  await expect.element(screen.getByText(/^Draw a digit on the pad: here will stand/)).toBeVisible();
  drawing.begin({ x: 100, y: 40 });
  drawing.extend([{ x: 100, y: 200 }]);
  await expect.element(screen.getByTestId('activation-1')).toHaveTextContent('strongest: neuron 5 −3.50');
  await screen.getByRole('button', { name: 'A test digit' }).click();
  await screen.getByRole('button', { name: 'Next' }).click();
  await expect.element(screen.getByText('Test digit 1', { exact: true })).toBeVisible();
  const field = screen.getByLabelText('Number of the test digit, 0 to 9,999');
  await field.fill('42');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByTestId('activation-1')).toHaveTextContent('strongest: neuron 8 4.20');
  (screen.getByRole('application', { name: /^Hidden layer 1/ }).element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}');
  await expect.element(screen.getByTestId('activation-1')).toHaveTextContent('neuron 5 −3.50');
  await field.fill('10000');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('alert')).toHaveTextContent(/whole number from 0 to 9,999/);
});

test('the map reads out what is pointed at, goes by arrows to the nearest on a side, and Enter chooses', async () => {
  const { screen, open, asked } = await showInspector();
  await open('Map');
  await expect
    .element(screen.getByTestId('map-figures'))
    .toHaveTextContent('5 test digits, 1 read wrong; 50 % of how they differ lies in this plane');
  expect(asked.maps[0]).toEqual({ rows: 1000, from: null });
  const map = screen.getByRole('application', { name: /^Map of test digits/ });
  (map.element() as HTMLElement).focus();
  const reading = screen.getByTestId('map-reading');
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(reading).toHaveTextContent('Test digit 5: a 5, read right');
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(reading).toHaveTextContent('Test digit 27: a 7, read as a 1');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('region', { name: 'Test digit 27' })).toBeVisible();
  // Only what is offered is gone to.
  await userEvent.keyboard('{Escape}');
  await screen.getByRole('button', { name: '6', exact: true }).click();
  (map.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(reading).toHaveTextContent('Test digit 16: a 6, read right');
});

test('a map begins where the one before ended, and the drawing is said to be on it', async () => {
  const { screen, open, asked, learn, drawing } = await showInspector();
  await open('Map');
  await expect
    .element(screen.getByText('Draw a digit on the pad: it will be a dot on the map.'))
    .toBeVisible();
  learn(answersAt(1, twoWrong));
  await expect.poll(() => asked.maps.at(-1)?.from).toEqual(crossMap(0).components);
  drawing.begin({ x: 100, y: 40 });
  drawing.extend([{ x: 100, y: 200 }]);
  await expect.element(screen.getByText('The dot is the digit on the pad.')).toBeVisible();
});

test('panels that are closed ask for nothing', async () => {
  const { open, asked, learn, screen } = await showInspector();
  await open('Mistakes');
  await expect.element(screen.getByRole('grid')).toBeVisible();
  await open('Map');
  await expect.element(screen.getByTestId('map-figures')).toHaveTextContent('5 test digits');
  await open('Why this digit?');
  const before = { answers: asked.answers, maps: asked.maps.length, predicted: asked.predicted };
  learn(answersAt(5, {}));
  await expect.element(screen.getByText(/^Draw a digit on the pad/)).toBeVisible();
  expect({ answers: asked.answers, maps: asked.maps.length, predicted: asked.predicted }).toEqual(before);
});
