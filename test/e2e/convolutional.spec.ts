import { readWeightsFile } from '../../src/formats/formats';
import { download, draw, expect, figure, settle, seven, takePreset, test, upload } from './page';

const tensorsOf = (bytes: Uint8Array) => readWeightsFile(bytes).contents.tensors;

test('a convolutional network learns, answers while it does, stops, goes home and comes back', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  await takePreset(page, 'Quick conv');
  await expect(page.getByText('784-conv8-conv16-64-10, 20,522 parameters, seed 1')).toBeVisible();
  await expect(page.getByRole('img', { name: /8 kernels of the first layer/ })).toBeVisible();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await draw(page, seven);
  await expect.poll(() => figure(page, 'test-accuracy'), { timeout: 100_000 }).toBeGreaterThan(90);
  await expect(page.getByTestId('prediction')).toHaveText('7');
  await expect(
    page.getByRole('img', { name: /^Convolution 2: where each of its 16 channels/ }),
  ).toBeVisible();

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  const bars = page.getByRole('list', { name: /probabilit/i });
  const first = await download(page);
  expect(first.name).toMatch(/^scratchnet-digits-784-conv8-conv16-64-10-step-\d+\.safetensors$/);
  const before = await bars.textContent();

  // A dense network is on the stage when the other comes back.
  await page.getByLabel('Kind', { exact: true }).selectOption('Dense layers');
  await expect(page.getByText('784-128-10, 101,770 parameters, seed 1')).toBeVisible();
  await expect.poll(() => bars.textContent()).not.toBe(before);
  await upload(page, 'mine.safetensors', first.bytes);
  await expect(page.getByText(/mine\.safetensors is open/).first()).toBeVisible();
  await expect(page.getByLabel('Kind', { exact: true })).toHaveValue('convolutional');
  await expect(page.getByTestId('model-card')).toContainText('784-conv8-conv16-64-10');
  await expect.poll(() => bars.textContent()).toBe(before);
  const tensors = tensorsOf((await download(page)).bytes);
  expect(tensors).toEqual(tensorsOf(first.bytes));
  expect(tensors[0].shape).toEqual([8, 1, 5, 5]);
});

test('a kernel that does not fit is answered by the layer’s name, and the network stays', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  await takePreset(page, 'Quick conv');
  await page.getByRole('button', { name: '+ Add a convolution' }).click();
  const network = page.getByText('784-conv8-conv16-conv16-64-10, 10,554 parameters, seed 1');
  await expect(network).toBeVisible();
  const kernel = page.getByLabel('Kernel of convolution 3');
  await kernel.selectOption('5 × 5');
  await expect(page.getByTestId('message')).toHaveText(
    /layers\.6: a kernel of 5 is larger than what it slides over, which is 4\. The recipe is as it was\./,
  );
  await expect(kernel).toHaveValue('3');
  await expect(network).toBeVisible();
});

test('dropout trains, and what is learned answers without it', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await takePreset(page, 'Quick dense');
  const field = page.getByLabel('Dropout', { exact: true });
  await field.fill('0.2');
  await field.press('Enter');
  await expect(page.getByTestId('model-card')).toContainText('knows nothing yet');
  await draw(page, seven);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'test-accuracy'), { timeout: 100_000 }).toBeGreaterThan(90);
  await expect(page.getByTestId('prediction')).toHaveText('7');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
});
