import type { Page } from '@playwright/test';
import { draw, expect, expectAccessible, figure, settle, seven, takePreset, test } from './page';

async function openPanel(page: Page, name: string): Promise<void> {
  await page.goto('/#digits');
  await settle(page);
  await page.getByRole('tab', { name, exact: true }).click();
}

/** Pixels that are drawn on a canvas. */
const paintedPixels = (page: Page): Promise<number> =>
  page.getByRole('application', { name: /^Map of test digits/ }).evaluate((element: HTMLCanvasElement) => {
    const context = element.getContext('2d');
    const data = context?.getImageData(0, 0, element.width, element.height).data ?? new Uint8ClampedArray();
    return data.filter((value, i) => i % 4 === 3 && value > 0).length;
  });

test('a mistake of the opening network is found in the table, looked at, and put on the pad, where it is mistaken again', async ({
  page,
}) => {
  await openPanel(page, 'Mistakes');
  const figures = page.getByTestId('mistakes');
  // As the network's card says: 99.1 %.
  await expect(figures).toHaveText(/^\d\d of 10,000 read wrong$/);
  const wrong = await figure(page, 'mistakes');
  await expect(page.getByRole('heading', { name: `All mistakes: ${wrong}` })).toBeVisible();
  const surest = page.getByRole('listbox').getByRole('option').first();
  const [, label, read] =
    /^(\d), read as (\d), \d+ %$/.exec((await surest.getAttribute('aria-label')) ?? '') ?? [];
  const cell = page.locator(`[data-cell="${label}-${read}"]`);
  await cell.click();
  await expect(cell).toHaveAttribute('aria-selected', 'true');
  await expect(
    page.getByRole('heading', { name: new RegExp(`^${label} read as an? ${read}: `) }),
  ).toBeVisible();
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(Number(await cell.textContent()));

  await surest.click();
  await expect(page.getByTestId('read')).toHaveText(new RegExp(`read as an? ${read}`));
  await page.getByRole('button', { name: 'Put on the pad', exact: true }).click();
  await expect(page.getByTestId('prediction')).toHaveText(read);
  await expect(page.getByText(/^Test digit [\d,]+ of MNIST: an? \d\.$/)).toBeVisible();
  // Drawing takes its place, and Undo brings it back.
  await page.evaluate(() => window.scrollTo(0, 0));
  await draw(page, seven);
  await expect(page.getByTestId('prediction')).toHaveText('7');
  for (let i = 0; i < 2; i++) await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByTestId('prediction')).toHaveText(read);
});

test('while it trains the table fills along its diagonal, and the map comes apart', async ({ page }) => {
  await openPanel(page, 'Mistakes');
  await takePreset(page, 'Quick dense');
  const figures = page.getByTestId('mistakes');
  await expect(figures).toHaveText(/^[89],\d\d\d of 10,000 read wrong$/);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(figures).toHaveText(/^\d\d\d of 10,000 read wrong$/, { timeout: 30_000 });
  await page.getByRole('tab', { name: 'Map', exact: true }).click();
  await expect(page.getByTestId('map-figures')).toHaveText(/^1,000 test digits, \d\d read wrong/, {
    timeout: 30_000,
  });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  expect(await paintedPixels(page)).toBeGreaterThan(1000);
  await page.evaluate(() => window.scrollTo(0, 0));
  await draw(page, seven);
  await expect(page.getByTestId('map-reading')).toHaveText('The dot is the digit on the pad.');
});

test('activations follow the drawing, and show any test digit', async ({ page }) => {
  await openPanel(page, 'Activations');
  await page.evaluate(() => window.scrollTo(0, 0));
  await draw(page, seven);
  const output = page.getByRole('figure').filter({ hasText: 'Output' });
  await expect(output).toContainText('strongest: digit 7');
  await page.getByRole('button', { name: 'A test digit', exact: true }).click();
  await page.getByLabel('Number of the test digit, 0 to 9,999').fill('1');
  await page.keyboard.press('Enter');
  // The second of MNIST's test digits is a 2.
  await expect(output).toContainText('strongest: digit 2');
  await expect(page.getByRole('application', { name: /^Convolution \d/ })).toHaveCount(3);
});

test('axe finds nothing in the three panels, light and 1280 or dark and 320 px wide, and nothing overflows sideways', async ({
  page,
}) => {
  await openPanel(page, 'Mistakes');
  await page.getByRole('listbox').getByRole('option').first().click();
  await expect(page.getByTestId('read')).toHaveText(/read as/);
  for (const [width, height, colorScheme] of [
    [1280, 800, 'light'],
    [320, 640, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const name of ['Mistakes', 'Map', 'Activations']) {
      await page.getByRole('tab', { name, exact: true }).click();
      await expectAccessible(page, { part: '#inspect' });
    }
  }
});
