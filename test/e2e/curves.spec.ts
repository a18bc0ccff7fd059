import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, figure, settle, test } from './page';

async function openXor(page: Page) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#xor');
  await settle(page);
}

const train = (page: Page) => page.getByRole('button', { name: 'Train', exact: true }).click();

async function setRate(page: Page, rate: string) {
  const field = page.getByRole('textbox', { name: 'Rate', exact: true });
  await field.fill(rate);
  await field.press('Enter');
}

test('at a rate of 100 XOR stops and names the layer; rewound with a third of the rate, as often as it takes, it is learned', async ({
  page,
}) => {
  await openXor(page);
  await page.getByLabel('Optimizer', { exact: true }).selectOption({ label: 'SGD, momentum' });
  await setRate(page, '100');
  await train(page);
  const message = page.getByTestId('message');
  await expect(message).toContainText(/Since step \d+ .*(hidden 1|output)/, { timeout: 30_000 });
  await expect(message.getByRole('img', { name: /The norm of the (weights|gradient) of/ })).toBeVisible();
  const rewind = page.getByRole('button', { name: /Rewind to step 0, a third of the rate/ });
  await expect(rewind).toContainText('33.3');
  for (let times = 0; times < 6 && (await rewind.isVisible()); times++) {
    await rewind.click();
    await expect(message).toBeHidden();
    await Promise.race([
      rewind.waitFor({ timeout: 60_000 }),
      expect(page.getByTestId('test-accuracy')).toHaveText('100.00 %', { timeout: 60_000 }),
    ]);
  }
  await expect(page.getByTestId('test-accuracy')).toHaveText('100.00 %');
  await expect.poll(() => figure(page, 'train-loss')).toBeLessThan(0.01);
  await expect(page.getByText(/back from step [\d,]+, rate 100 → 33\.3/)).toBeVisible();
});

test('numbers that are not finite are never shown: a linear output at a rate of 10 stops, and goes on from step 0', async ({
  page,
}) => {
  await openXor(page);
  await page.getByLabel('Activation of the output', { exact: true }).selectOption({ label: 'linear' });
  await page.getByLabel('Optimizer', { exact: true }).selectOption({ label: 'SGD, momentum' });
  await setRate(page, '10');
  await train(page);
  await expect(page.getByTestId('message')).toContainText(
    /Step \d+ can't be made: .* is not finite any more/,
  );
  await expect(page.locator('body')).not.toContainText('NaN');
  await page.getByRole('button', { name: /Rewind to step 0/ }).click();
  await expect.poll(() => figure(page, 'step')).toBeGreaterThan(0);
});

test('digits end at the test accuracy that was asked for, say so, and go on with Train', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByText('Stop', { exact: true }).click();
  const accuracy = page.getByLabel('Accuracy, %', { exact: true });
  await accuracy.fill('90');
  await accuracy.press('Enter');
  await train(page);
  await expect(page.getByTestId('message')).toContainText(
    /Stopped: test accuracy 90 % reached, it is 9\d\.\d\d %, at step [\d,]+\. Train goes on\./,
    { timeout: 100_000 },
  );
  const stopped = await figure(page, 'step');
  expect(await figure(page, 'test-accuracy')).toBeGreaterThanOrEqual(90);
  await expect(page.getByRole('list', { name: 'Events, newest first' })).toContainText(
    'stopped: test accuracy 90 %',
  );
  await train(page);
  await expect.poll(() => figure(page, 'step'), { timeout: 30_000 }).toBeGreaterThan(stopped + 100);
});

test('an end that is set while XOR trains takes effect', async ({ page }) => {
  await openXor(page);
  await train(page);
  await page.getByText('Stop', { exact: true }).click();
  const steps = page.getByLabel('Steps', { exact: true });
  await steps.fill('50');
  await steps.press('Enter');
  await expect(page.getByTestId('message')).toContainText('Stopped: 50 steps reached');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('every curve can be shown, none is wider than the screen, and they are saved as PNG, SVG and CSV', async ({
    page,
  }) => {
    await openXor(page);
    await train(page);
    await expect.poll(() => figure(page, 'step')).toBeGreaterThan(300);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'More curves' }).click();
    for (const title of ['Learning rate', 'Gradient norm', 'Weight norm', 'Update / weights', 'Dead units'])
      await page.getByRole('checkbox', { name: title, exact: true }).check();
    for (const title of [
      'Loss',
      'Accuracy',
      'Learning rate',
      'Gradient norm',
      'Weight norm',
      'Update / weights',
    ])
      await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible();
    await expect(page.getByTestId('hidden 1-gradientNorm')).toHaveText(/^[\d.e-]+$/);
    await expect(page.getByText('This network has no relu')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    const saved = async (type: string) => {
      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name: type, exact: true }).click();
      const file = await downloading;
      expect(file.suggestedFilename()).toMatch(
        new RegExp(`^scratchnet-xor-curves-step-\\d+\\.${type.toLowerCase()}$`),
      );
      return readFileSync(await file.path());
    };
    expect((await saved('PNG')).subarray(1, 4).toString()).toBe('PNG');
    expect((await saved('SVG')).toString()).toMatch(/^<svg .*Gradient norm/s);
    expect((await saved('CSV')).toString()).toMatch(/^step,epoch,train_loss/);
  });
});
