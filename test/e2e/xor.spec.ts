import { expect, figure, settle, test } from './page';

test('the page opens on XOR and learns it by itself: all four rows right', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('tab', { name: 'XOR' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('test-accuracy')).toHaveText('100.00 %', { timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible({ timeout: 30_000 });
  expect(await figure(page, 'train-loss')).toBeLessThan(0.01);
});

test('with reduced motion asked for it waits for Train; Step does one step; Reset forgets', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#xor');
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await expect(page.getByTestId('step')).toHaveText('0');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByTestId('step')).toHaveText('1');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'step')).toBeGreaterThan(50);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  const stopped = await figure(page, 'step');
  const loss = await figure(page, 'train-loss');
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(page.getByTestId('step')).toHaveText('0');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'step')).toBeGreaterThanOrEqual(stopped);
  expect(loss).toBeGreaterThan(0);
});

test('Space runs and pauses, S steps, R resets, 3 and 1 switch problems', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  await settle(page);
  await page.keyboard.press('s');
  await expect(page.getByTestId('step')).toHaveText('1');
  await page.keyboard.press('r');
  await expect(page.getByTestId('step')).toHaveText('0');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await page.keyboard.press('3');
  await expect(page.getByRole('tab', { name: 'Digits', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(page).toHaveURL(/#digits$/);
  await page.keyboard.press('1');
  await expect(page.getByRole('tab', { name: 'XOR' })).toHaveAttribute('aria-selected', 'true');
});

test('the rate changes in flight without losing what was learned', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  await settle(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'step')).toBeGreaterThan(20);
  const before = await figure(page, 'step');
  const rate = page.getByRole('textbox', { name: /rate/i });
  await rate.fill('0.005');
  await rate.press('Enter');
  await expect(page.getByText(/rate 0\.\d+ → 0\.005/)).toBeVisible();
  await expect.poll(() => figure(page, 'step')).toBeGreaterThan(before);
});

test('RPROP learns XOR from the full table', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#xor');
  await settle(page);
  await page.getByLabel('Optimizer', { exact: true }).selectOption({ label: 'RPROP' });
  await expect(page.getByLabel('Rate', { exact: true })).toHaveText('each weight’s own');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'train-loss')).toBeLessThan(0.01);
  await expect(page.getByTestId('test-accuracy')).toHaveText('100.00 %');
});

test('along a cosine the rate falls while XOR is learned, and the picture says where it is', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#xor');
  await settle(page);
  await page.getByLabel('Optimizer', { exact: true }).selectOption({ label: 'SGD, Nesterov' });
  await page.getByLabel('Schedule', { exact: true }).selectOption({ label: 'Cosine' });
  await expect(page.getByRole('img', { name: 'The rate over 1000 steps: 0.5, then 0.005' })).toBeVisible();
  await expect(page.getByTestId('rate-now')).toHaveText('0.5');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'step'), { timeout: 30_000 }).toBeGreaterThan(1000);
  await expect(page.getByTestId('rate-now')).toHaveText('0.005');
  await expect(page.getByTestId('test-accuracy')).toHaveText('100.00 %');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
});
