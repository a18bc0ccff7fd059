import type { Page } from '@playwright/test';
import { draw, expect, expectAccessible, settle, seven, test } from './page';

async function openPanel(page: Page): Promise<void> {
  await page.goto('/#xor');
  await settle(page);
  await page.getByRole('tab', { name: 'Microscope' }).click();
  await expect(formulas(page, 'Forward')).toBeVisible();
}

const formulas = (page: Page, title: string) => page.getByRole('region', { name: `${title}: formulas` });

/** The formula that begins so, as it is read out. */
const formula = (page: Page, beginning: string) => page.locator(`[role=math][aria-label^="${beginning}"]`);

test('XOR: the step that is shown of a bias is the one that Step makes, and the gradients are right', async ({
  page,
}) => {
  await openPanel(page);
  await page.getByLabel('Look at').selectOption('the next mini-batch');
  await expect(page.getByText(/^sample 1 of the next 4/)).toBeVisible();
  await page.getByRole('button', { name: 'bias', exact: true }).click();
  const promise = (await formula(page, 'b′').getAttribute('aria-label')) ?? '';
  const promised = promise.slice(promise.lastIndexOf('= ') + 2);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  // From there the next step goes on.
  const from = promised.startsWith('−') ? `(${promised})` : promised;
  await expect(formula(page, 'Δ b')).toHaveAttribute(
    'aria-label',
    new RegExp(`− ${from.replace(/[().]/g, '\\$&')} =`),
  );

  await page.getByRole('button', { name: 'Check gradients' }).click();
  await expect(page.getByTestId('gradient-verdict')).toHaveText(/^Right at step/);
  await expect(page.getByRole('rowheader', { name: /^layers\.\d\.(?:weight|bias)$/ })).toHaveCount(4);
});

test('digits: the drawing is followed from the answer back to a kernel, layer by layer', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await draw(page, seven);
  await page.getByRole('tab', { name: 'Microscope' }).click();
  await expect(page.getByText(/^wanted a 7, read(?: with dropout)? as 7/)).toBeVisible();
  const neuron = page.getByLabel('Neuron', { exact: true });
  await neuron.fill('8');
  await neuron.press('Enter');
  await expect(formula(page, 'L_j = − t · ln(a) = − 1')).toBeAttached();
  await page.getByRole('tab', { name: 'conv 1' }).click();
  await page.getByRole('img', { name: /^What conv 1 gives/ }).click();
  await expect(page.getByRole('button', { name: /^row \d+, column \d+$/ }).first()).toBeVisible();
  await expect(formula(page, '∂L / ∂w = Σ δ x')).toBeAttached();
  await page.getByRole('button', { name: 'Forward →' }).click();
  await expect(formula(page, 'y = max(')).toBeAttached();
});

test('axe finds nothing in the panel on a narrow screen, in the dark, and nothing overflows sideways', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await openPanel(page);
  await page.getByRole('button', { name: 'Check gradients' }).click();
  await expect(page.getByTestId('gradient-verdict')).toBeVisible();
  await expectAccessible(page, { part: '#inspect' });
});
