/** Saying what a drawing really is, by the ten rows beside it. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AnnounceProvider } from '../../../src/app/announceContext';
import { DigitsStage } from '../../../src/app/digits/DigitsStage';
import { Drawing } from '../../../src/app/digits/drawing';
import { PadProvider } from '../../../src/app/digits/padContext';
import type { DigitStorage } from '../../../src/app/myDigits/digitStorage';
import { createMyDigits } from '../../../src/app/myDigits/myDigits';
import { SessionProvider } from '../../../src/app/sessionContext';
import { digitImageBytes } from '../../../src/datasets/digitImage';
import { mostDigits } from '../../../src/training/fileFormats';
import { fakeSession } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';

/** Keeps nothing, or refuses to. */
const storage = (write = (): Promise<void> => Promise.resolve()): DigitStorage => ({
  read: () => Promise.resolve({ digits: [], unreadable: [] }),
  write,
  close: () => undefined,
});

async function showStage(kept = storage()) {
  const { session } = fakeSession('digits');
  const drawing = new Drawing();
  const myDigits = createMyDigits(() => kept);
  const screen = await render(
    <SessionProvider session={session}>
      <AnnounceProvider>
        <PadProvider drawing={drawing} myDigits={myDigits}>
          <DigitsStage />
        </PadProvider>
      </AnnounceProvider>
    </SessionProvider>,
  );
  /** A line down from there. */
  const draw = (x: number, height = 200) => {
    drawing.begin({ x, y: 40 });
    drawing.extend([{ x: x + 3, y: 40 + height }]);
    drawing.lift();
  };
  const row = (digit: number) => screen.getByRole('button', { name: new RegExp(`^It is an? ${digit}`) });
  const labels = () => myDigits.get().digits.map(({ label }) => label);
  /** The row that is marked; null: none is. */
  const marked = () => {
    const rows = screen.container.querySelectorAll('ul[aria-label^=Probability] button');
    const at = [...rows].findIndex((element) => element.getAttribute('aria-pressed') === 'true');
    return at < 0 ? null : at;
  };
  return { screen, drawing, myDigits, draw, row, labels, marked };
}

test('one tap keeps the drawing as what it is; another row relabels it; the marked row takes it back', async () => {
  const { screen, drawing, myDigits, draw, row, labels, marked } = await showStage();
  draw(140);
  await expect.element(screen.getByText('Wrong? Tap the right digit.')).toBeVisible();
  await row(3).click();
  expect(labels()).toEqual([3]);
  const [{ strokes, image, id }] = myDigits.get().digits;
  expect(strokes).toEqual(drawing.strokes);
  expect(image).toEqual(digitImageBytes(drawing.strokes));
  await expect.poll(marked).toBe(3);
  await expect.element(row(3).element().querySelector('svg')).toBeVisible();
  await expect.element(screen.getByText('Kept as a 3 in My digits.').first()).toBeVisible();
  await expect.element(screen.getByTestId('announcements')).toHaveTextContent('Kept as a 3 in My digits.');
  await row(8).click();
  expect(labels()).toEqual([8]);
  expect(myDigits.get().digits[0].id).toBe(id);
  await expect.poll(marked).toBe(8);
  await expect.element(screen.getByTestId('announcements')).toHaveTextContent('Kept as an 8 in My digits.');
  await row(8).click();
  expect(labels()).toEqual([]);
  await expect.poll(marked).toBeNull();
  await expect.element(screen.getByTestId('announcements')).toHaveTextContent('Taken out of My digits.');
  await expect.element(screen.getByText('Wrong? Tap the right digit.')).toBeVisible();
});

test('by keyboard: Enter and Space say what it is, and the focus stays on the row', async () => {
  const { draw, row, labels } = await showStage();
  draw(140);
  (row(5).element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  expect(labels()).toEqual([5]);
  expect(document.activeElement).toBe(row(5).element());
  await userEvent.keyboard('{Shift>}{Tab}{/Shift} ');
  expect(labels()).toEqual([4]);
});

test('another stroke, or one that goes on, is another drawing; with Undo it is the labelled one again', async () => {
  const { drawing, draw, row, labels, marked } = await showStage();
  draw(140);
  await row(1).click();
  await expect.poll(marked).toBe(1);
  draw(150);
  await expect.poll(marked).toBeNull();
  await row(4).click();
  expect(labels()).toEqual([1, 4]);
  drawing.undo();
  await expect.poll(marked).toBe(1);
  drawing.resume();
  drawing.extend([{ x: 200, y: 240 }]);
  drawing.lift();
  await expect.poll(marked).toBeNull();
  expect(labels()).toEqual([1, 4]);
});

test('Clear keeps what was labelled, and the drawing that comes back with Undo is still marked', async () => {
  const { drawing, draw, row, labels, marked } = await showStage();
  draw(140);
  await row(1).click();
  drawing.clear();
  await expect.poll(marked).toBeNull();
  expect(labels()).toEqual([1]);
  drawing.undo();
  await expect.poll(marked).toBe(1);
});

test('of a number each digit is labelled for itself, by its own strokes', async () => {
  const { screen, draw, row, myDigits, labels, marked } = await showStage();
  draw(60);
  draw(200);
  const chips = screen.getByRole('list', { name: 'The digits of the number' }).getByRole('button');
  await row(7).click();
  await expect.poll(marked).toBe(7);
  await chips.nth(0).click();
  await expect.poll(marked).toBeNull();
  await row(1).click();
  expect(labels()).toEqual([7, 1]);
  expect(myDigits.get().digits.map(({ strokes }) => strokes?.[0][0].x)).toEqual([200, 60]);
  await chips.nth(1).click();
  await expect.poll(marked).toBe(7);
});

test('what is relabelled or deleted elsewhere is marked so, or no more', async () => {
  const { draw, row, myDigits, marked } = await showStage();
  draw(140);
  await row(1).click();
  const ids = new Set(myDigits.get().digits.map(({ id }) => id));
  myDigits.relabel(ids, 6);
  await expect.poll(marked).toBe(6);
  const undo = myDigits.remove(ids);
  await expect.poll(marked).toBeNull();
  myDigits.change(undo);
  await expect.poll(marked).toBe(6);
});

test('with nothing drawn a row does nothing, and says why', async () => {
  const { screen, row, labels } = await showStage();
  await expect.element(row(3)).toHaveAttribute('aria-disabled', 'true');
  (row(3).element() as HTMLElement).click();
  expect(labels()).toEqual([]);
  await expect.element(screen.getByTestId('announcements')).toHaveTextContent('Draw a digit first.');
});

test('where nothing can be kept on the device the line says for how long it is kept', async () => {
  const { screen, draw, row } = await showStage(
    storage(() => Promise.reject(new DOMException('full', 'QuotaExceededError'))),
  );
  draw(140);
  await row(3).click();
  await expect.element(screen.getByText('Kept as a 3 in My digits, until the page is closed.')).toBeVisible();
});

test('when My digits are full, the line says so and nothing is taken in', async () => {
  const { screen, draw, row, myDigits } = await showStage();
  draw(140);
  await row(3).click();
  const [digit] = myDigits.get().digits;
  myDigits.change(
    new Map(Array.from({ length: mostDigits - 1 }, (_, at) => [`${at}`, { ...digit, id: `${at}` }])),
  );
  draw(150);
  await expect.element(screen.getByText('My digits are full, with 2,000 digits.')).toBeVisible();
  await row(4).click();
  expect(myDigits.get().digits).toHaveLength(mostDigits);
});

test('the line under the rows has its place also while it says nothing: nothing below it moves', async () => {
  const { screen, draw, row } = await showStage();
  const below = () => screen.getByTestId('model-card').element().getBoundingClientRect().top;
  const before = below();
  draw(140);
  await expect.element(screen.getByText('Wrong? Tap the right digit.')).toBeVisible();
  expect(below()).toBe(before);
  await row(8).click();
  await expect.element(screen.getByRole('button', { name: 'See them' })).toBeVisible();
  expect(below()).toBe(before);
});
