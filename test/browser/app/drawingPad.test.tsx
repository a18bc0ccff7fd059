import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AnnounceProvider } from '../../../src/app/announceContext';
import { DigitsStage } from '../../../src/app/digits/DigitsStage';
import { Drawing, padSize } from '../../../src/app/digits/drawing';
import { PadProvider } from '../../../src/app/digits/padContext';
import { SessionProvider } from '../../../src/app/sessionContext';
import type { RunState } from '../../../src/app/state';
import { digitImage } from '../../../src/datasets/digitImage';
import { convPadRecipe, digitsRecipe } from '../../../src/training/recipes';
import { fakeSession } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';

async function showStage(run: Partial<RunState> = {}) {
  const fake = fakeSession('digits', run);
  const drawing = new Drawing();
  const screen = await render(
    <SessionProvider session={fake.session}>
      <AnnounceProvider>
        <PadProvider drawing={drawing}>
          <DigitsStage />
        </PadProvider>
      </AnnounceProvider>
    </SessionProvider>,
  );
  const pad = screen.getByRole('application', { name: 'Drawing pad', exact: true });
  const canvas = pad.element();
  /** Places are shares of the pad. */
  const point = (type: string, x: number, y: number, pointerId = 1) => {
    const box = canvas.getBoundingClientRect();
    const place = { clientX: box.left + x * box.width, clientY: box.top + y * box.height };
    canvas.dispatchEvent(new PointerEvent(type, { ...place, pointerId, button: 0, bubbles: true }));
  };
  return { ...fake, drawing, screen, canvas, point };
}

test('a stroke of the pointer reaches the network as the 784 numbers of digitImage', async () => {
  const { drawing, asked, point } = await showStage();
  point('pointerdown', 0.5, 0.25);
  point('pointermove', 0.5, 0.5);
  point('pointermove', 0.5, 0.75);
  point('pointerup', 0.5, 0.75);
  expect(drawing.strokes).toHaveLength(1);
  expect(drawing.strokes[0].map(({ x, y }) => [Math.round(x), Math.round(y)])).toEqual([
    [padSize * 0.5, padSize * 0.25],
    [padSize * 0.5, padSize * 0.5],
    [padSize * 0.5, padSize * 0.75],
  ]);
  await expect.poll(() => asked.at(-1)).toEqual(digitImage(drawing.strokes));
});

test('a stroke ends where the pointer is lifted, also when no move came before; a cancelled one where it was', async () => {
  const { drawing, point } = await showStage();
  point('pointerdown', 0.25, 0.25);
  point('pointerup', 0.75, 0.25);
  point('pointerdown', 0.25, 0.5);
  point('pointermove', 0.5, 0.5);
  point('pointercancel', 0, 0);
  const places = drawing.strokes.map((stroke) => stroke.map(({ x, y }) => [x, y].map(Math.round)));
  expect(places).toEqual([
    [
      [70, 70],
      [210, 70],
    ],
    [
      [70, 140],
      [140, 140],
    ],
  ]);
});

test('a second pointer does not draw while the first one does', async () => {
  const { drawing, point } = await showStage();
  point('pointerdown', 0.2, 0.2, 1);
  point('pointerdown', 0.9, 0.9, 2);
  point('pointermove', 0.8, 0.9, 2);
  point('pointerup', 0.8, 0.9, 2);
  point('pointermove', 0.4, 0.4, 1);
  expect(drawing.isDown).toBe(true);
  point('pointerup', 0.4, 0.4, 1);
  expect(drawing.strokes).toHaveLength(1);
  expect(drawing.strokes[0]).toHaveLength(2);
});

test('with “Connect taps”, taps draw lines and “New line” lifts the pen', async () => {
  const { drawing, screen, point } = await showStage();
  await screen.getByLabelText('Connect taps').click();
  const tap = (x: number, y: number) => {
    point('pointerdown', x, y);
    point('pointerup', x, y);
  };
  tap(0.2, 0.2);
  tap(0.8, 0.2);
  await screen.getByRole('button', { name: 'New line' }).click();
  tap(0.4, 0.8);
  expect(drawing.strokes.map((stroke) => stroke.length)).toEqual([2, 1]);
});

test('arrows and Space draw a stroke; Ctrl+Z takes it back', async () => {
  const { drawing, canvas, asked, commands } = await showStage();
  (canvas as HTMLElement).focus();
  await userEvent.keyboard('{ArrowUp}{ArrowUp} {ArrowDown}{ArrowRight} ');
  const middle = padSize / 2;
  expect(drawing.strokes).toEqual([
    [
      { x: middle, y: middle - 28 },
      { x: middle, y: middle - 14 },
      { x: middle + 14, y: middle - 14 },
    ],
  ]);
  expect(drawing.isDown).toBe(false);
  // Space belongs to the pad: training is neither started nor stopped.
  expect(commands).toEqual([]);
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(drawing.isEmpty).toBe(true);
  await expect.poll(() => asked.at(-1)).toBeNull();
});

test('Clear empties the pad and asks for nothing any more', async () => {
  const { drawing, screen, asked, point } = await showStage();
  point('pointerdown', 0.5, 0.5);
  point('pointerup', 0.5, 0.5);
  await screen.getByRole('button', { name: 'Clear', exact: true }).click();
  expect(drawing.isEmpty).toBe(true);
  await expect.poll(() => asked.at(-1)).toBeNull();
  await expect.element(screen.getByTestId('prediction')).toHaveTextContent('');
});

test('Undo brings back what Clear took away, once; Ctrl+Z does after Delete', async () => {
  const { drawing, screen, canvas, point } = await showStage();
  for (const x of [0.3, 0.6]) {
    point('pointerdown', x, 0.5);
    point('pointerup', x, 0.5);
  }
  await screen.getByRole('button', { name: 'Clear', exact: true }).click();
  expect(drawing.isEmpty).toBe(true);
  await screen.getByRole('button', { name: 'Undo', exact: true }).click();
  expect(drawing.strokes).toHaveLength(2);
  (canvas as HTMLElement).focus();
  await userEvent.keyboard('{Delete}');
  expect(drawing.isEmpty).toBe(true);
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(drawing.strokes).toHaveLength(2);
  await userEvent.keyboard('{Backspace}{Backspace}{Backspace}');
  expect(drawing.canUndo).toBe(false);
});

test('the focus stays on Undo and Clear when there is nothing left for them', async () => {
  const { screen, point } = await showStage();
  for (const name of ['Undo', 'Clear']) {
    point('pointerdown', 0.5, 0.5);
    point('pointerup', 0.5, 0.5);
    const button = screen.getByRole('button', { name, exact: true });
    await expect.element(button).toHaveAttribute('aria-disabled', 'false');
    (button.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(button.element());
  }
  await expect
    .element(screen.getByRole('button', { name: 'Clear', exact: true }))
    .toHaveAttribute('aria-disabled', 'true');
});

const readers = (screen: Awaited<ReturnType<typeof showStage>>['screen']) =>
  [...screen.getByLabelText('Read by').element().querySelectorAll('option')].map(({ value }) => value);

test('who reads the pad is chosen beside what it says, with accuracy and size; one’s own only where there is one', async () => {
  const { screen, commands } = await showStage({ origin: 'convolutional' });
  const choice = screen.getByLabelText('Read by');
  await expect.element(choice).toHaveDisplayValue('Convolutional: 99.5 %, 242 kB');
  expect(readers(screen)).toEqual(['convolutional', 'dense']);
  await userEvent.selectOptions(choice, 'dense');
  expect(commands).toEqual(['let dense answer']);
  await screen.unmount();

  const fresh = await showStage();
  await expect.element(fresh.screen.getByLabelText('Read by')).toHaveDisplayValue('Yours, untrained');
  expect(readers(fresh.screen)).toEqual(['convolutional', 'dense', 'own']);
});

test('where another network reads the pad, the layers are its own, and it can be opened in place of the user’s', async () => {
  const standIn = { name: 'convolutional', network: convPadRecipe.network, card: null } as const;
  const { screen, commands } = await showStage({ step: 20, standIn });
  await expect.element(screen.getByLabelText('Read by')).toHaveValue('convolutional');
  await expect.element(screen.getByText('convolution 3: 32 images of 4 × 4, relu, pooled')).toBeVisible();
  const card = screen.getByTestId('model-card');
  await expect.element(card).toHaveTextContent('The convolutional network of this project reads the pad.');
  await screen.getByRole('button', { name: 'Open it in place of yours' }).click();
  expect(commands).toEqual(['open convolutional']);
  expect(document.activeElement).toBe(card.element());
});

test('a fresh network that would learn for minutes offers one that learns in seconds', async () => {
  const { screen, rebuilt } = await showStage({ spec: convPadRecipe });
  const offer = screen.getByRole('button', { name: 'Take one that learns in seconds' });
  await offer.click();
  expect(rebuilt).toEqual([digitsRecipe]);
  await expect.element(offer).not.toBeInTheDocument();
});
