import type { Locator, Page } from '@playwright/test';
import { colourRules, draw, expect, expectAccessible, settle, seven, takePreset, test } from './page';

async function openPanel(page: Page): Promise<void> {
  await page.goto('/#digits');
  await settle(page);
  await page.getByRole('tab', { name: 'Why this digit?' }).click();
  // The pad is to be drawn on.
  await page.evaluate(() => window.scrollTo(0, 0));
}

/** What is not seen is not looked at. */
const lookAtPanel = (page: Page) =>
  page.getByRole('tab', { name: 'Why this digit?' }).scrollIntoViewIfNeeded();

const mapOf = (page: Page, title: string) => page.getByRole('application', { name: new RegExp(`^${title}`) });

/** Pixels of a canvas that are clearly blue, and clearly orange. */
function countSigns(canvas: Locator): Promise<{ blue: number; orange: number }> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const context = element.getContext('2d');
    const { data } = context?.getImageData(0, 0, element.width, element.height) ?? { data: [] };
    const found = { blue: 0, orange: 0 };
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 2] - data[i] > 60) found.blue++;
      if (data[i] - data[i + 2] > 60) found.orange++;
    }
    return found;
  });
}

/** The two percentages of “without it 99.9 % → 42.0 %”. */
async function change(reading: Locator): Promise<readonly [before: number, after: number]> {
  const [, before, after] = /it ([\d.]+) % → ([\d.]+) %/.exec((await reading.textContent()) ?? '') ?? [];
  return [Number(before), Number(after)];
}

test('a 7 is explained: its ink speaks for it, without the ink that counts most it is less likely, and for 1 it is another picture', async ({
  page,
}) => {
  await openPanel(page);
  await expect(page.getByText(/^Draw a digit on the pad: here will stand/)).toBeVisible();
  await draw(page, seven);
  await expect(page.getByText('ink here speaks for 7')).toBeVisible();
  for (const title of ['What the ink adds', 'If ink were missing'])
    await expect.poll(async () => (await countSigns(mapOf(page, title))).blue).toBeGreaterThan(100);
  await expect
    .poll(async () => (await countSigns(mapOf(page, 'If ink were added'))).orange)
    .toBeGreaterThan(100);

  const missing = page.getByTestId('why-missing');
  await expect(missing).toHaveText(/^strongest \+/);
  const [before, after] = await change(missing);
  expect(before).toBeGreaterThan(90);
  expect(after).toBeLessThan(before);
  // Where there is no ink, none can be missing.
  await mapOf(page, 'If ink were missing').hover({ position: { x: 3, y: 3 } });
  await expect(missing).toHaveText(/^row 1, column 1 0\.00without it ([\d.]+ %) → \1$/);

  await expect(page.getByRole('img', { name: /^What comes out of kernel \d+$/ })).toHaveCount(6);
  await page.getByRole('button', { name: /^1, / }).click();
  await expect(page.getByText('ink here speaks for 1')).toBeVisible();
  await expect(missing).not.toHaveText(new RegExp(`it ${before}`));
  await page.getByLabel('rather than').selectOption('7');
  await expect(page.getByText('ink here speaks for 1 rather than 7')).toBeVisible();

  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(page.getByText(/^Draw a digit on the pad: here will stand/)).toBeVisible();
});

test('the explanation follows the training, and a dense layer’s neurons take the place of kernels', async ({
  page,
}) => {
  await openPanel(page);
  await takePreset(page, 'Quick dense');
  await page.evaluate(() => window.scrollTo(0, 0));
  await draw(page, seven);
  const score = page.getByText(/Its logit is/);
  const fresh = await score.textContent();
  await expect(page.getByRole('img', { name: /^The weights of neuron \d+$/ })).toHaveCount(6);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(score).toHaveText(/^7 has 9\d\.\d %/, { timeout: 60_000 });
  expect(await score.textContent()).not.toBe(fresh);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('a tap on a map reads out its pixel', async ({ page }) => {
    await openPanel(page);
    await draw(page, seven);
    await lookAtPanel(page);
    const map = mapOf(page, 'If ink were added');
    const box = await map.boundingBox();
    // The middle of row 7, column 21.
    await map.tap({ position: { x: (20.5 / 28) * (box?.width ?? 0), y: (6.5 / 28) * (box?.height ?? 0) } });
    await expect(page.getByTestId('why-added')).toHaveText(/^row 7, column 21 /);
  });
});

test('axe finds nothing in the panel, light or dark, 1280 or 320 px wide, and nothing overflows sideways', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await openPanel(page);
  await draw(page, seven);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: 'light' });
    await lookAtPanel(page);
    await expect(page.getByText('ink here speaks for 7')).toBeVisible();
    await expectAccessible(page, { part: '#inspect' });
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page, { part: '#inspect', rules: colourRules });
  }
});
