import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { readDigits } from '../../src/training/digitFiles';
import { draw, expect, one, settle, seven, test, zero } from './page';

const row = (page: Page, digit: number) =>
  page.getByRole('button', { name: new RegExp(`^It is an? ${digit}`) });
const tiles = (page: Page) => page.getByRole('listbox', { name: 'My digits' }).getByRole('option');

async function exported(page: Page, format: 'npz' | 'json') {
  await page.getByRole('tabpanel', { name: 'My digits' }).getByLabel('Format').selectOption(format);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const file = await downloading;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

test('drawn, labelled, still there after a reload; exported, all deleted, imported: the same', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  for (const [drawing, label] of [
    [seven, 7],
    [one, 1],
    // A zero that somebody says is a six.
    [zero, 6],
  ] as const) {
    await draw(page, drawing);
    await row(page, label).click();
    await expect(row(page, label)).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
  }
  await page.getByRole('tab', { name: 'My digits' }).click();
  const wanted = ['6, read as 0', '1, read right', '7, read right'];
  const names = () => tiles(page).evaluateAll((all) => all.map((tile) => tile.getAttribute('aria-label')));
  await expect(page.getByTestId('my-score')).toHaveText('2 of 3 right');
  expect(await names()).toEqual(wanted);

  await page.reload();
  await settle(page);
  await page.getByRole('tab', { name: 'My digits' }).click();
  await expect(page.getByTestId('my-score')).toHaveText('2 of 3 right');
  expect(await names()).toEqual(wanted);

  const [json, npz] = [await exported(page, 'json'), await exported(page, 'npz')];
  expect([json.name, npz.name]).toEqual(['my-digits-3.json', 'my-digits-3.npz']);
  const digits = readDigits(json.bytes, 280);
  expect(digits.map(({ label, strokes }) => [label, strokes?.length])).toEqual([
    [7, 1],
    [1, 1],
    [6, 1],
  ]);
  expect(readDigits(npz.bytes, 280).map(({ image }) => image)).toEqual(digits.map(({ image }) => image));

  await page.getByRole('button', { name: 'Delete all', exact: true }).click();
  await expect(page.getByText('No digits yet')).toBeVisible();
  const file = { name: json.name, mimeType: '', buffer: json.bytes };
  await page.getByLabel('Import').setInputFiles(file);
  await expect(page.getByTestId('my-message')).toContainText('3 digits imported.');
  await expect(page.getByTestId('my-score')).toHaveText('2 of 3 right');
  expect(await names()).toEqual(wanted);
  expect((await exported(page, 'json')).bytes).toEqual(json.bytes);
  await page.getByLabel('Import').setInputFiles(file);
  await expect(page.getByTestId('my-message')).toContainText('3 digits left out');

  await tiles(page).nth(0).click();
  await page.getByRole('button', { name: 'Put on the pad', exact: true }).click();
  await expect(page.getByTestId('prediction')).toHaveText('0');
  await expect(row(page, 6)).toHaveAttribute('aria-pressed', 'true');
});

test('two tabs: what is labelled in one is in the other', async ({ page, context }) => {
  await page.goto('/#digits');
  await settle(page);
  await page.getByRole('tab', { name: 'My digits' }).click();
  const other = await context.newPage();
  await other.goto('/#digits');
  await settle(other);
  await draw(other, seven);
  await row(other, 7).click();
  await expect(page.getByTestId('my-score')).toHaveText('1 of 1 right');
});

test('on a full device the line and the panel say so, and all can be exported; with room again all is kept', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  // Before the first write: the browser remembers for some seconds how much room it found.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await draw(page, one);
  await row(page, 1).click();
  await expect(page.getByText('Kept as a 1 in My digits, until the page is closed.').first()).toBeVisible();
  await page.getByRole('tab', { name: 'My digits' }).click();
  await expect(page.getByText(/^No room is left on this device/)).toBeVisible();
  expect(readDigits((await exported(page, 'json')).bytes, 280)).toHaveLength(1);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await draw(page, seven);
  await row(page, 7).click();
  await expect(page.getByText(/^No room is left on this device/)).toBeHidden();
  await page.reload();
  await settle(page);
  await page.getByRole('tab', { name: 'My digits' }).click();
  await expect(page.getByTestId('my-score')).toHaveText('2 of 2 right');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('labelled, looked at, chosen and deleted by taps', async ({ page }) => {
    await page.goto('/#digits');
    await settle(page);
    await draw(page, seven);
    const box = await row(page, 7).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(36);
    await row(page, 7).tap();
    await expect(page.getByText('Kept as a 7 in My digits.').first()).toBeInViewport();
    await page.getByRole('button', { name: 'See them' }).tap();
    await expect(tiles(page)).toHaveCount(1);
    await tiles(page).nth(0).tap();
    await page.getByRole('button', { name: 'Delete', exact: true }).tap();
    await expect(page.getByText('No digits yet')).toBeInViewport();
    await page.getByRole('button', { name: 'Undo', exact: true }).last().tap();
    await expect(tiles(page)).toHaveCount(1);
  });
});
