import type { Page } from '@playwright/test';
import { colourRules, draw, expect, expectAccessible, settle, seven, test } from './page';

/** The recipe with all that it folds away, the options of the curves, a schedule, and of digits the convolutions and a sheet of bent ones. */
async function openRecipe(page: Page): Promise<void> {
  const drawer = page.getByText('Recipe', { exact: true });
  if (await drawer.isVisible()) await drawer.click();
  const kind = page.getByLabel('Kind', { exact: true });
  if (await kind.isVisible()) {
    await kind.selectOption('Convolutional');
    await expect(page.getByLabel('Kernel of convolution 2')).toBeVisible();
    // What is not seen is not looked at.
    await page.getByRole('tab', { name: 'Weights', exact: true }).scrollIntoViewIfNeeded();
    await expect(page.getByRole('img', { name: /kernels of the first layer/ })).toBeVisible();
    await page.getByText('Augmentation', { exact: true }).click();
    await expect(page.getByText('Loading digits')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Others', exact: true })).toBeVisible();
  }
  await page.getByText('Regularization', { exact: true }).click();
  await page.getByText('Stop', { exact: true }).click();
  await page.getByRole('button', { name: 'More curves' }).click();
  await page.getByRole('checkbox', { name: 'Gradient norm', exact: true }).check();
  await page.getByText('Its numbers', { exact: true }).click();
  await page.getByRole('button', { name: 'each layer' }).click();
  await page.getByLabel('Schedule', { exact: true }).selectOption('warmUp');
  await page.getByLabel('Then', { exact: true }).selectOption('oneCycle');
  await expect(page.getByTestId('rate-now')).toBeVisible();
  // What the bars over the upper and the lower edge half cover would count as too small.
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('*')) element.scrollTop = 0;
  });
}

/** A number, and a step left out, show all that the stage can. */
async function drawTwoSevens(page: Page): Promise<void> {
  for (const left of [-0.2, 0.2])
    await draw(page, [seven[0].map(([x, y]) => [x / 2 + 0.25 + left, y] as const)]);
  await expect(page.getByRole('button', { name: /^7, / })).toHaveCount(2);
  await page.getByRole('checkbox', { name: 'grey edges', exact: true }).uncheck();
  await expect(page.getByRole('button', { name: 'All steps on', exact: true })).toBeVisible();
}

/** Every button has a name, and is at least 24 × 24 px. */
async function expectUsableButtons(page: Page): Promise<void> {
  const buttons = page.getByRole('button');
  const named = page.getByRole('button', { name: /\S/ });
  // Counted until both are of the same moment.
  await expect.poll(async () => (await buttons.count()) - (await named.count())).toBe(0);
  const small = await buttons.evaluateAll((elements) =>
    elements
      .filter((button) => button.checkVisibility({ visibilityProperty: true }))
      .filter((button) => {
        const { width, height } = button.getBoundingClientRect();
        return Math.min(width, height) < 24;
      })
      .map((button) => button.outerHTML),
  );
  expect(small).toEqual([]);
}

for (const [width, height] of [
  [1280, 800],
  [320, 640],
] as const) {
  test(`axe finds nothing on any tab, the recipe opened, light or dark, ${width} px wide, nothing overflows sideways, and every button is at least 24 × 24 px and has a name`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    for (const problem of ['xor', 'shapes', 'digits']) {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      // Another hash alone would keep what was opened before.
      await page.goto('about:blank');
      await page.goto(`/#${problem}`);
      await settle(page);
      if (problem === 'digits') await drawTwoSevens(page);
      await openRecipe(page);
      await expectUsableButtons(page);
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectAccessible(page, { rules: colourRules });
    }
  });
}

test('by keyboard alone: a 1 is drawn on the pad and read', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await page.getByLabel('Drawing pad').focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByTestId('prediction')).toHaveText('1');
});
