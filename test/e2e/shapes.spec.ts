import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, figure, settle, test } from './page';

async function openShapes(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#shapes');
  await settle(page);
}

/** Where a point of the plane is on the page. */
async function placeOf(page: Page, x: number, y: number): Promise<readonly [number, number]> {
  const box = await page.getByRole('application', { name: 'Crosshair over the surface' }).boundingBox();
  if (!box) throw new Error('The surface is not on the page.');
  return [box.x + ((x + 1.25) / 2.5) * box.width, box.y + (1 - (y + 1.25) / 2.5) * box.height];
}

test('three spirals are learned before one’s eyes; points painted meanwhile are learned too', async ({
  page,
}) => {
  await openShapes(page);
  const summary = page.getByTestId('points-summary');
  await expect(summary).toContainText('351 to learn from');
  const surface = page.getByRole('img', { name: /^Decision surface/ });
  const painted = () => surface.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const untrained = await painted();
  await page.getByLabel('Speed').selectOption('full');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'test-accuracy')).toBeGreaterThan(95);
  expect(await painted()).not.toBe(untrained);
  await page.mouse.move(...(await placeOf(page, 0.1, 0)));
  await expect(page.getByText(/→ class \d, \d+\.\d %$/)).toBeVisible();

  await page.getByRole('radio', { name: 'Paint class 2' }).check();
  const before = await figure(page, 'step');
  await page.mouse.move(...(await placeOf(page, -1.2, 1.2)));
  await page.mouse.down();
  await page.mouse.move(...(await placeOf(page, -0.9, 1.2)), { steps: 6 });
  await page.mouse.up();
  await expect(page.getByLabel('Pattern', { exact: true })).toHaveValue('own');
  await expect(summary).not.toContainText('351 to learn from');
  expect(await figure(page, 'step')).toBeGreaterThanOrEqual(before);
  await page.mouse.move(...(await placeOf(page, -1.1, 1.2)));
  await expect(page.getByText(/→ class 2, \d+\.\d %$/)).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('tab', { name: 'Microscope' }).click();
  await expect(
    page.getByText(/^x₁ = \S+, x₂ = \S+: wanted class \d, read as class \d with [\d.]+ %/),
  ).toBeVisible();
});

test('a table with a mistake changes nothing and says where it is; the mended one is learned, and comes home as it was', async ({
  page,
}) => {
  await openShapes(page);
  const chooser = () => page.locator('dialog[open] input[type=file]');
  const give = async (text: string, encoding: BufferEncoding = 'utf8') => {
    await page.getByRole('button', { name: 'From a table' }).click();
    await chooser().setInputFiles({
      name: 'mine.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text, encoding),
    });
  };
  const rows = ['-1,-1,day', '-0.5,-0.9,day', '-0.9,-0.4,day', '1,1,night', '0.5,0.9,night', '0.8,0.2,night'];
  await give(['x,y,class', ...rows, 'one,1,night'].join('\n'));
  await expect(page.getByTestId('message')).toContainText(
    'mine.csv: Line 8, column 1: “one” is not a number. Nothing was changed.',
  );
  await give('−1,−1,día', 'latin1');
  await expect(page.getByTestId('message')).toContainText('it is not in UTF-8. Save it as CSV in UTF-8');
  await expect(page.getByTestId('points-summary')).toContainText('351 to learn from');
  await give(['x,y,class', ...rows].join('\n'));
  await expect(page.getByTestId('message')).toContainText('mine.csv: 6 points with 2 classes (day, night).');
  await expect(page.getByRole('radio', { name: 'Paint night' })).toBeVisible();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'test-accuracy')).toBe(100);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'As CSV' }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe('points-own.csv');
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\n');
  expect(lines[0]).toBe('x,y,class,set');
  expect(
    lines
      .slice(1)
      .map((line) => line.replace(/,(?:train|test)$/, ''))
      .sort(),
  ).toEqual([...rows].sort());
});
