/** A digit that came as an image on the pad. */
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { AnnounceProvider } from '../../../src/app/announceContext';
import { DigitsStage } from '../../../src/app/digits/DigitsStage';
import { Drawing } from '../../../src/app/digits/drawing';
import { PadProvider } from '../../../src/app/digits/padContext';
import { createMyDigits } from '../../../src/app/myDigits/myDigits';
import { SessionProvider } from '../../../src/app/sessionContext';
import { fakeSession } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';

const four = {
  pixels: Float32Array.from({ length: 784 }, (_, i) => (i % 28 === 14 ? 0.75 : 0)),
  caption: 'Test digit 4 of MNIST: a 4.',
};

async function showStage() {
  const { session, asked } = fakeSession('digits');
  const drawing = new Drawing();
  const myDigits = createMyDigits(() => ({
    read: () => Promise.resolve({ digits: [], unreadable: [] }),
    write: () => Promise.resolve(),
    close: () => undefined,
  }));
  const screen = await render(
    <SessionProvider session={session}>
      <AnnounceProvider>
        <PadProvider drawing={drawing} myDigits={myDigits}>
          <DigitsStage />
        </PadProvider>
      </AnnounceProvider>
    </SessionProvider>,
  );
  const press = (name: string) => screen.getByRole('button', { name, exact: true }).click();
  return { screen, drawing, myDigits, asked, press };
}

function stroke(drawing: Drawing) {
  drawing.begin({ x: 100, y: 40 });
  drawing.extend([{ x: 100, y: 200 }]);
  drawing.lift();
}

test('the network is asked about the image as it is, and the pad shows it and says what it is', async () => {
  const { screen, drawing, asked } = await showStage();
  drawing.showImage(four);
  await expect.element(screen.getByText(four.caption)).toBeVisible();
  await expect.poll(() => asked.some((inputs) => inputs === four.pixels)).toBe(true);
  const pad = screen.getByLabelText('Drawing pad').element() as HTMLCanvasElement;
  const alphaAt = (x: number) =>
    pad.getContext('2d')?.getImageData(Math.floor(pad.width * x), Math.floor(pad.height / 2), 1, 1).data[3];
  await expect.poll(() => alphaAt(14.5 / 28)).toBe(191);
  expect(alphaAt(12.5 / 28)).toBe(0);
});

test('it can’t be kept in My digits: it is none', async () => {
  const { screen, drawing, myDigits } = await showStage();
  drawing.showImage(four);
  const row = screen.getByRole('button', { name: /^It is a 4/ });
  await expect.element(row).toHaveAttribute('aria-disabled', 'true');
  (row.element() as HTMLElement).click();
  expect(myDigits.get().digits).toEqual([]);
  await expect
    .element(screen.getByTestId('announcements'))
    .toHaveTextContent('Test digit 4 of MNIST: a 4. Only what is drawn here is kept in My digits.');
});

test('a stroke takes its place; Undo takes the stroke away, then brings the image back, then takes that away', async () => {
  const { screen, drawing, press } = await showStage();
  drawing.showImage(four);
  stroke(drawing);
  expect(drawing.image).toBeNull();
  await expect.element(screen.getByText('Wrong? Tap the right digit.')).toBeVisible();
  await press('Undo');
  expect(drawing.isEmpty).toBe(true);
  await press('Undo');
  expect(drawing.image).toBe(four);
  await press('Undo');
  expect(drawing.isEmpty).toBe(true);
});

test('Clear takes it away, Undo brings it back; what was drawn before it comes back when it is taken away', async () => {
  const { drawing, press } = await showStage();
  stroke(drawing);
  const [drawn] = drawing.strokes;
  drawing.showImage(four);
  expect(drawing.strokes).toEqual([]);
  await press('Undo');
  await press('Undo');
  expect(drawing.strokes).toEqual([drawn]);
  drawing.showImage(four);
  await press('Clear');
  expect(drawing.isEmpty).toBe(true);
  await press('Undo');
  expect(drawing.image).toBe(four);
});
