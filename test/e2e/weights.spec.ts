import { readFileSync } from 'node:fs';
import { readWeightsFile } from '../../src/formats/formats';
import { download, draw, expect, settle, seven, test, upload } from './page';

const tensorsOf = (bytes: Uint8Array) => readWeightsFile(bytes).contents.tensors;

test('weights go home and come back: the same tensors and the same predictions to the bit', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  await draw(page, seven);
  await expect(page.getByTestId('prediction')).toHaveText('7');
  const bars = page.getByRole('list', { name: /probabilit/i });
  const before = await bars.textContent();
  const first = await download(page);
  expect(first.name).toMatch(/^scratchnet-digits-784-conv32-conv32-conv32-192-10-step-\d+\.safetensors$/);

  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect.poll(() => bars.textContent()).not.toBe(before);
  await upload(page, 'mine.safetensors', first.bytes);
  await expect(page.getByText(/mine\.safetensors/).first()).toBeVisible();
  await expect.poll(() => bars.textContent()).toBe(before);
  const second = await download(page);
  expect(tensorsOf(second.bytes)).toEqual(tensorsOf(first.bytes));
});

test('a wrong file gets one sentence and changes nothing', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await draw(page, seven);
  await expect(page.getByTestId('prediction')).toHaveText('7');
  const before = tensorsOf((await download(page)).bytes);
  for (const [name, content] of [
    ['photo.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
    ['empty.npz', new Uint8Array(0)],
    ['cut.npz', readFileSync('public/models/digits.npz').subarray(0, 100_000)],
  ] as const) {
    await upload(page, name, content);
    await expect(page.getByText(new RegExp(`^${name}: .*Nothing was changed\\.$`)).first()).toBeVisible();
    await expect(page.getByTestId('prediction')).toHaveText('7');
  }
  expect(tensorsOf((await download(page)).bytes)).toEqual(before);
});

test('weights of XOR are refused on Digits, with the tab that takes them named', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#xor');
  await settle(page);
  const { bytes } = await download(page);
  await page.getByRole('tab', { name: 'Digits', exact: true }).click();
  await settle(page);
  await upload(page, 'xor.npz', bytes);
  await expect(page.getByText(/These weights are for XOR, not for Digits/).first()).toBeVisible();
});
