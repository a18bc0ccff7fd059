/** Weights and neurons changed on the network's picture. */
import type { Page } from '@playwright/test';
import { expect, figure, settle, test } from './page';

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#xor');
  await settle(page);
});

const card = (page: Page) => page.getByRole('region', { name: 'Chosen weight' });
const choose = async (page: Page, layer: string, neuron: string, from: string) => {
  await card(page).getByLabel('Layer', { exact: true }).selectOption({ label: layer });
  await card(page).getByLabel('Neuron', { exact: true }).selectOption({ label: neuron });
  await card(page).getByLabel('Bias, or what the weight comes from').selectOption({ label: from });
};
const corners = (page: Page) => page.getByTestId('test-loss').textContent();

test('a click on a neuron chooses its bias; a value typed is answered at once, and measured', async ({
  page,
}) => {
  const picker = page.getByRole('application', { name: 'Weights and biases' });
  const box = await picker.boundingBox();
  if (!box) throw new Error('The network is not on the page.');
  // The output stands at the right, in the middle of its room.
  await picker.click({ position: { x: 0.91 * box.width, y: box.height / 2 + 14 } });
  const field = card(page).getByRole('textbox', { name: 'bias of output' });
  await expect(field).toHaveValue(/^-?\d/);
  await expect(page.getByTestId('parameter-gradient')).toHaveText(/\d/);
  const before = await corners(page);
  await field.fill('3.5');
  await field.press('Enter');
  await expect.poll(() => corners(page)).not.toBe(before);
  await expect(field).toHaveValue('3.5000');
});

test('what is frozen stays while the rest learns, until Reset', async ({ page }) => {
  await choose(page, 'hidden 1', 'neuron 2', '← b');
  const field = card(page).getByRole('textbox', { name: 'w of hidden 1, neuron 2 ← b' });
  await field.fill('0.25');
  await field.press('Enter');
  const freeze = card(page).getByRole('checkbox', { name: 'Freeze' });
  await freeze.check();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'step')).toBeGreaterThan(100);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(field).toHaveValue('0.2500');
  await expect(card(page).getByRole('img', { name: /^From .* to 0\.25 at step/ })).toBeVisible();
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(freeze).not.toBeChecked();
  await expect(field).not.toHaveValue('0.2500');
});

test('neurons and layers come and go while it trains, and the run goes on', async ({ page }) => {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'step')).toBeGreaterThan(30);
  await page.getByRole('button', { name: 'Add a neuron to hidden 1' }).click();
  await page.getByRole('button', { name: 'Add a layer before the output' }).click();
  await expect(page.getByRole('img', { name: /^The network 2-5-4-1:/ })).toBeVisible();
  await choose(page, 'hidden 1', 'neuron 3', 'bias');
  await page.getByRole('button', { name: 'Remove neuron 3 of hidden 1' }).click();
  await choose(page, 'hidden 2', 'neuron 1', 'bias');
  await page.getByRole('button', { name: 'Remove layer hidden 2' }).click();
  await expect(page.getByRole('img', { name: /^The network 2-4-1:/ })).toBeVisible();
  await expect(page.getByText('network 2-4-1; what fits was kept')).toBeVisible();
  expect(await figure(page, 'step')).toBeGreaterThan(30);
  await expect(page.getByTestId('test-accuracy')).toHaveText('100.00 %');
});

test('by keys alone a weight is found, read out, and moved', async ({ page }) => {
  await page.getByRole('application', { name: 'Weights and biases' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('announcements')).toContainText('w of output ← hidden 1, neuron 2: ');
  const slider = card(page).getByRole('slider');
  const before = Number(await slider.inputValue());
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(card(page).getByRole('textbox')).toHaveValue((before + 0.04).toFixed(4));
  await expect(page.getByTestId('step')).toHaveText('0');
});
