import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AnnounceProvider } from '../../../src/app/announceContext';
import { DigitsStage } from '../../../src/app/digits/DigitsStage';
import { Drawing, padSize, penWidth } from '../../../src/app/digits/drawing';
import { PadProvider } from '../../../src/app/digits/padContext';
import type { ProbeListener } from '../../../src/app/probe';
import { SessionProvider } from '../../../src/app/sessionContext';
import { digitImage } from '../../../src/datasets/digitImage';
import { fakeSession } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';

const everything = { crop: true, box: true, pen: true, mass: true, greys: true };
const pad = { side: padSize, pen: penWidth };

type Question = { readonly inputs: Float32Array; readonly wantsLayers: boolean };

/** A stage whose questions are kept, and answered when the test says so. */
async function showStage() {
  const { session } = fakeSession('digits');
  const questions: Question[] = [];
  const listeners: { readonly listener: ProbeListener; readonly wantsLayers: boolean }[] = [];
  const drawing = new Drawing();
  const probing: typeof session = {
    ...session,
    probe(listener, options = {}) {
      const wantsLayers = options.layers ?? false;
      listeners.push({ listener, wantsLayers });
      return {
        ask: (inputs) => void (inputs && questions.push({ inputs, wantsLayers })),
        rest() {},
        close() {},
      };
    },
  };
  const screen = await render(
    <SessionProvider session={probing}>
      <AnnounceProvider>
        <PadProvider drawing={drawing}>
          <DigitsStage />
        </PadProvider>
      </AnnounceProvider>
    </SessionProvider>,
  );
  /** Answers with these digits, a row each, 0.9 sure, or as sure as is said; the rest goes to the next digit. */
  const answer = (question: Question, ...digits: readonly (number | { digit: number; share: number })[]) => {
    const outputs = new Float32Array(digits.length * 10);
    digits.forEach((said, row) => {
      const { digit, share } = typeof said === 'number' ? { digit: said, share: 0.9 } : said;
      outputs[10 * row + digit] = share;
      outputs[10 * row + ((digit + 1) % 10)] = 1 - share;
    });
    for (const { listener, wantsLayers } of listeners)
      if (wantsLayers === question.wantsLayers) listener({ outputs, step: 0 }, question.inputs, 1);
  };
  const main = () => questions.filter(({ wantsLayers }) => wantsLayers);
  const shrunk = () => questions.filter(({ wantsLayers }) => !wantsLayers);
  return { screen, drawing, answer, main, shrunk };
}

function drawSeven(drawing: Drawing, left = 20, top = 20, size = 1): void {
  drawing.begin({ x: left, y: top });
  drawing.extend([
    { x: left + 40 * size, y: top },
    { x: left + 10 * size, y: top + 80 * size },
  ]);
  drawing.lift();
}

test('a switch that is off changes what the network is asked, a hint says which, and one button turns all on', async () => {
  const { screen, drawing, main } = await showStage();
  drawSeven(drawing);
  await expect.poll(() => main().at(-1)?.inputs).toEqual(digitImage(drawing.strokes));
  for (const [name, step] of [
    ['crop', 'crop'],
    ['20 × 20', 'box'],
    ['one pen', 'pen'],
    ['centre of mass', 'mass'],
    ['grey edges', 'greys'],
  ] as const) {
    await screen.getByRole('checkbox', { name, exact: true }).click();
    const making = { pad, taken: { ...everything, [step]: false } };
    await expect.poll(() => main().at(-1)?.inputs).toEqual(digitImage(drawing.strokes, making));
    await expect.element(screen.getByTestId('steps-off')).toHaveTextContent(`without ${name}`);
    await screen.getByRole('button', { name: 'All steps on' }).click();
    await expect.poll(() => main().at(-1)?.inputs).toEqual(digitImage(drawing.strokes));
    await expect.element(screen.getByTestId('steps-off')).toHaveTextContent(/^$/);
  }
});

test('without the crop the picture after it is that of the strokes, with it another one', async () => {
  const { screen, drawing } = await showStage();
  drawSeven(drawing);
  const pixels = (name: string) => {
    const canvas = screen.getByRole('img', { name, exact: true }).element() as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((_, at) => at % 4 === 3);
  };
  const differing = () => {
    const [strokes, crop] = [pixels('The pad as it is drawn'), pixels('The drawing after: crop')];
    const isDrawn = strokes.some((ink) => ink > 0) && crop.some((ink) => ink > 0);
    return isDrawn ? strokes.filter((ink, at) => Math.abs(ink - crop[at]) > 8).length : Number.NaN;
  };
  await expect.poll(differing).toBeGreaterThan(100);
  await screen.getByRole('checkbox', { name: 'crop', exact: true }).click();
  await expect.poll(differing).toBe(0);
});

test('several steps off are all named, and the switches work by keyboard', async () => {
  const { screen } = await showStage();
  const crop = screen.getByRole('checkbox', { name: 'crop', exact: true });
  (crop.element() as HTMLElement).focus();
  await userEvent.keyboard(' {Tab} ');
  await expect.element(screen.getByTestId('steps-off')).toHaveTextContent('without crop, 20 × 20');
  const button = screen.getByRole('button', { name: 'All steps on' });
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  expect(document.activeElement?.textContent).toBe('What it sees');
});

test('the pad shrunk alone is asked once the drawing has had its answer, and shown with its own', async () => {
  const { screen, drawing, answer, main, shrunk } = await showStage();
  drawSeven(drawing);
  await expect.poll(() => main().at(-1)?.inputs).toEqual(digitImage(drawing.strokes));
  expect(shrunk()).toEqual([]);
  answer(main().at(-1)!, 7);
  await expect.poll(() => shrunk().length).toBe(1);
  const none = { crop: false, box: false, pen: false, mass: false, greys: true };
  expect(shrunk()[0].inputs).toEqual(digitImage(drawing.strokes, { pad, taken: none }));
  answer(shrunk()[0], 3);
  await expect.element(screen.getByTestId('shrunk-alone')).toHaveTextContent('reads 3, 90 %');
  await expect.element(screen.getByTestId('prediction')).toHaveTextContent('7');
  drawing.clear();
  await expect.element(screen.getByTestId('shrunk-alone')).toHaveTextContent(/^$/);
});

test('digits side by side are asked in one question and read as a number', async () => {
  const { screen, drawing, answer, main } = await showStage();
  drawSeven(drawing, 20);
  drawSeven(drawing, 120);
  await expect.poll(() => main().at(-1)?.inputs.length).toBe(2 * 784);
  const { inputs } = main().at(-1)!;
  expect(inputs.slice(0, 784)).toEqual(digitImage([drawing.strokes[0]]));
  expect(inputs.slice(784)).toEqual(digitImage([drawing.strokes[1]]));
  answer(main().at(-1)!, 4, 2);
  await expect.element(screen.getByTestId('prediction')).toHaveTextContent(/^42$/);
});

test('an answer below 60 % is no digit but “not sure”, with the best guess beside it', async () => {
  const { screen, drawing, answer, main } = await showStage();
  drawSeven(drawing);
  await expect.poll(() => main().length).toBeGreaterThan(0);
  answer(main().at(-1)!, { digit: 3, share: 0.59 });
  await expect.element(screen.getByTestId('prediction')).toHaveTextContent(/^not sure$/);
  await expect.element(screen.getByText('perhaps a 3, 59.0 %, in')).toBeVisible();
  await expect.element(screen.getByText('The network is not sure; perhaps a 3, 59 %.')).toBeInTheDocument();
  answer(main().at(-1)!, { digit: 3, share: 0.6 });
  await expect.element(screen.getByTestId('prediction')).toHaveTextContent(/^3$/);
  await expect.element(screen.getByText('60.0 % sure, or a 4, in')).toBeVisible();
});

test('in a number a digit that the network is not sure of is a question mark, and its button says the best guess', async () => {
  const { screen, drawing, answer, main } = await showStage();
  drawSeven(drawing, 20);
  drawSeven(drawing, 120);
  await expect.poll(() => main().at(-1)?.inputs.length).toBe(2 * 784);
  answer(main().at(-1)!, 4, { digit: 2, share: 0.5 });
  await expect.element(screen.getByTestId('prediction')).toHaveTextContent(/^4\?$/);
  await expect
    .element(screen.getByRole('button', { name: 'not sure, perhaps 2, 50.0 %' }))
    .toHaveTextContent('?');
  await expect
    .element(screen.getByText('The network says 4?; not sure of one, perhaps a 2, 50 %.'))
    .toBeInTheDocument();
});

test('the bars show the digit drawn last, or the chosen one until the next stroke', async () => {
  const { screen, drawing, answer, main } = await showStage();
  const sureOf = (digit: number) =>
    screen.getByRole('list', { name: 'Probability of each digit' }).getByRole('listitem').nth(digit);
  drawSeven(drawing, 120);
  drawSeven(drawing, 20);
  await expect.poll(() => main().at(-1)?.inputs.length).toBe(2 * 784);
  answer(main().at(-1)!, 4, 2);
  // The left one was drawn last.
  await expect.element(sureOf(4)).toHaveTextContent('90.0 %');
  const [left, right] = ['4, 90.0 %', '2, 90.0 %'].map((name) => screen.getByRole('button', { name }));
  await expect.element(left).toHaveAttribute('aria-pressed', 'true');
  (right.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(right).toHaveAttribute('aria-pressed', 'true');
  await expect.element(sureOf(2)).toHaveTextContent('90.0 %');
  await expect.element(sureOf(4)).toHaveTextContent('0.0 %');
  drawSeven(drawing, 210);
  await expect.poll(() => main().at(-1)?.inputs.length).toBe(3 * 784);
  answer(main().at(-1)!, 4, 2, 8);
  await expect.element(sureOf(8)).toHaveTextContent('90.0 %');
});

test('the answer is busy from the first point until that to the whole drawing has come', async () => {
  const { screen, drawing, answer, main } = await showStage();
  const verdict = screen.getByTestId('prediction').element().closest('[aria-busy]');
  expect(verdict?.ariaBusy).toBe('false');
  drawing.begin({ x: 20, y: 20 });
  drawing.extend([{ x: 60, y: 20 }]);
  drawing.extend([{ x: 30, y: 100 }]);
  await expect.poll(() => main().at(-1)?.inputs).toEqual(digitImage(drawing.strokes));
  const asked = main();
  drawing.extend([{ x: 30, y: 110 }]);
  drawing.extend([{ x: 30, y: 120 }]);
  // At most one of the two has been asked about: a frame has one question.
  answer(main().at(-1)!, 1);
  expect(verdict?.ariaBusy).toBe('true');
  await expect.poll(() => main().at(-1)?.inputs).toEqual(digitImage(drawing.strokes));
  answer(asked.at(-1)!, 1);
  expect(verdict?.ariaBusy).toBe('true');
  answer(main().at(-1)!, 7);
  expect(verdict?.ariaBusy).toBe('false');
  drawing.lift();
  expect(verdict?.ariaBusy).toBe('true');
  drawing.clear();
  await expect.poll(() => verdict?.ariaBusy).toBe('false');
});

test('an answer to digits that are gone changes nothing', async () => {
  const { screen, drawing, answer, main } = await showStage();
  drawSeven(drawing, 20);
  drawSeven(drawing, 120);
  await expect.poll(() => main().at(-1)?.inputs.length).toBe(2 * 784);
  const late = main().at(-1)!;
  drawing.undo();
  await expect.poll(() => main().at(-1)?.inputs.length).toBe(784);
  answer(late, 4, 2);
  await expect.element(screen.getByTestId('prediction')).toHaveTextContent(/^4$/);
  drawing.clear();
  await expect.element(screen.getByText('nothing yet: the pad is empty')).toBeVisible();
  answer(late, 4, 2);
  await expect.element(screen.getByTestId('prediction')).toHaveTextContent(/^$/);
});
