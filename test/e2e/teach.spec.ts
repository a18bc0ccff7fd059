import { draw, expect, letterA, settle, test } from './page';

test('a drawing that is not read is labelled by a tap and taught; the card shows what was learned and forgotten, and the lesson can be undone', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  await page.getByLabel('Read by', { exact: true }).selectOption('dense');
  await draw(page, letterA);
  const prediction = page.getByTestId('prediction');
  await expect(prediction).toHaveText('not sure');
  // Whatever it is like, it is not like a 0.
  await page.getByRole('button', { name: 'It is a 0' }).click();
  await page.getByRole('tab', { name: 'My digits' }).click();
  await page.getByLabel('Share, %').fill('50');
  await page.locator('#inspect').getByLabel('Steps', { exact: true }).fill('200');
  await page.getByRole('button', { name: 'Teach it' }).click();
  const card = page.getByTestId('lesson');
  await expect(card).toContainText('It reads 1 more of your digits.', { timeout: 90_000 });
  await expect(card).toContainText(/your digit\s*0\.00 %\s*100\.00 %\s*\+100\.00/);
  await expect(card).toContainText(/10,000 test digits\s*99\.\d\d %\s*9\d\.\d\d %/);
  await expect(prediction).toHaveText('0');
  await page.getByRole('button', { name: 'Undo the lesson' }).click();
  await expect(prediction).toHaveText('not sure');
  await expect(card).toHaveCount(0);
});

test('the drawing on the pad is followed while the network learns', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await draw(page, letterA);
  await page.getByRole('button', { name: 'It is a 4' }).click();
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(page.getByText('probability of 4')).toBeVisible();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const followed = page.getByRole('img', { name: /^The probability of 4 over the steps/ });
  await expect(followed).toHaveAccessibleName(/% at step \d.*% at step [1-9]/, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
});
