import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, figure, settle, takePreset, test } from './page';

async function openXor(page: Page) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#xor');
  await settle(page);
}

const train = (page: Page) => page.getByRole('button', { name: 'Train', exact: true }).click();

async function setField(page: Page, name: string, value: string) {
  const field = page.getByRole('textbox', { name, exact: true });
  await field.fill(value);
  await field.press('Enter');
}

const setRate = (page: Page, rate: string) => setField(page, 'Rate', rate);

test('XOR that diverges says in which layer and step, shows its norm, and learns after one click', async ({
  page,
}) => {
  await openXor(page);
  await page.getByLabel('Activation of the output', { exact: true }).selectOption({ label: 'linear' });
  await page.getByLabel('Optimizer', { exact: true }).selectOption({ label: 'SGD, momentum' });
  await setRate(page, '1');
  await train(page);
  const message = page.getByTestId('message');
  await expect(message).toContainText(/Step \d+ can't be made: .*(hidden 1|output) is not finite any more/);
  await expect(message.getByRole('img', { name: /The norm of the (weights|gradient) of/ })).toBeVisible();
  await expect(page.locator('body')).not.toContainText('NaN');
  await expectAccessible(page, { part: '[data-testid=message]' });
  await page.getByRole('button', { name: 'Rewind to step 0, a third of the rate: 0.333' }).click();
  await expect(message).toBeHidden();
  await expect(page.getByText(/back from step \d+, rate 1 → 0\.333/)).toBeVisible();
  await expect(page.getByTestId('test-accuracy')).toHaveText('100.00 %');
});

test('digits do too, at a rate of 30; an end that was set is kept to', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await takePreset(page, 'Quick dense');
  await page.getByLabel('Optimizer', { exact: true }).selectOption({ label: 'SGD, momentum' });
  await setRate(page, '30');
  await train(page);
  const message = page.getByTestId('message');
  await expect(message).toContainText(/[Ss]tep \d+ .*(hidden 1|output)/);
  await page.getByText('Stop', { exact: true }).click();
  await setField(page, 'Steps', '3');
  await page.getByRole('button', { name: 'Rewind to step 0, a third of the rate: 10' }).click();
  await expect(message).toContainText('Stopped: 3 steps reached, at step 3. Train goes on.');
  await expect(page.getByRole('textbox', { name: 'Rate', exact: true })).toHaveValue('10');
});

test('an end that is set while XOR trains takes effect; Train goes on beyond an accuracy that is reached', async ({
  page,
}) => {
  await openXor(page);
  await page.getByText('Stop', { exact: true }).click();
  // So slowly that it has not learned everything before the end is set.
  await page.getByLabel('Speed', { exact: true }).selectOption('10');
  await train(page);
  await setField(page, 'Accuracy, %', '100');
  await page.getByLabel('Speed', { exact: true }).selectOption('300');
  const message = page.getByTestId('message');
  await expect(message).toContainText(/Stopped: test accuracy 100 % reached, it is 100\.00 %, at step \d+/);
  const stopped = await figure(page, 'step');
  await train(page);
  await expect.poll(() => figure(page, 'step')).toBeGreaterThan(stopped + 50);
  await expect(message).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('every curve can be shown and tapped, none is wider than the screen, and they are saved as PNG, SVG and CSV', async ({
    page,
  }) => {
    await openXor(page);
    await train(page);
    await expect.poll(() => figure(page, 'step')).toBeGreaterThan(300);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'More curves' }).click();
    for (const title of ['Learning rate', 'Gradient norm', 'Weight norm', 'Update ratio', 'Dead units'])
      await page.getByRole('checkbox', { name: title, exact: true }).check();
    for (const title of ['Loss', 'Accuracy', 'Learning rate', 'Gradient norm', 'Weight norm', 'Update ratio'])
      await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible();
    await expect(page.getByTestId('hidden 1-gradientNorm')).toHaveText(/^[\d.e-]+$/);
    await expect(page.getByText('This network has no relu')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    await page.locator('[data-curve=loss] svg.recharts-surface').tap();
    await expect(page.locator('[data-curve=loss]').getByText(/^step [\d,]+: train [\d.e-]+/)).toBeVisible();

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
