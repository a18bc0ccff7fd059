/** Which network reads the pad, and digits that are bent before they are trained. */
import { readWeightsFile } from '../../src/formats/formats';
import { download, draw, expect, figure, settle, seven, takePreset, test } from './page';

const dense = /^Dense: 99\.\d %, \d+ kB$/;
const conv = /^Convolutional: 99\.\d %, \d+ kB$/;

test('while the shipped network is untouched, picking the other puts it on the stage, ready to be trained', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  const reader = page.getByLabel('Read by');
  await draw(page, seven);
  await expect(page.getByTestId('prediction')).toHaveText('7');
  await expect(reader.getByRole('option')).toHaveText([conv, dense]);
  await reader.selectOption('dense');
  await expect(page.getByTestId('model-card')).toContainText('Trained by this project: 784-256-128-10');
  await expect(page.getByLabel('Kind', { exact: true })).toHaveValue('dense');
  await expect(page.getByRole('img', { name: /^Hidden layer 2: / })).toBeVisible();
  await expect(page.getByTestId('prediction')).toHaveText('7');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByTestId('step')).toHaveText('1');
  // One step later it is the user's own, and the shipped one can be asked beside it.
  await expect(reader).toHaveValue('own');
  await expect(reader.getByRole('option')).toHaveCount(3);
});

test('the shipped network reads the pad while the user’s own trains on; both come back', async ({ page }) => {
  const workers: string[] = [];
  page.on('worker', (worker) => {
    workers.push('made');
    worker.on('close', () => workers.push('closed'));
  });
  await page.goto('/#digits');
  await settle(page);
  const reader = page.getByLabel('Read by');
  const card = page.getByTestId('model-card');
  await draw(page, seven);
  await takePreset(page, 'Quick dense');
  await expect(reader).toHaveValue('own');
  // So slowly that it knows little for as long as this takes.
  await page.getByLabel('Speed').selectOption('10');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'step'), { timeout: 60_000 }).toBeGreaterThan(0);
  const bars = page.getByRole('list', { name: 'Probability of each digit' });
  const seventh = () => bars.getByRole('listitem').nth(7).textContent();

  await reader.selectOption('convolutional');
  await expect(card).toContainText('The convolutional network of this project reads the pad');
  await expect.poll(seventh).toMatch(/^It is a 7(?:9\d\.\d|100\.0) %$/);
  await expect(
    page.getByRole('img', { name: /^Convolution 2: where each of its 32 channels/ }),
  ).toBeVisible();
  const step = await figure(page, 'step');
  await expect.poll(() => figure(page, 'step'), { timeout: 60_000 }).toBeGreaterThan(step);
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  await expect(page.getByText('784-128-10, 101,770 parameters, seed 1')).toBeVisible();

  await reader.selectOption('own');
  await expect(
    page.getByRole('img', { name: /^Hidden layer 1: how strongly each of its 128 neurons/ }),
  ).toBeVisible();
  await expect.poll(() => workers).toEqual(['made', 'made', 'closed']);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();

  await reader.selectOption('convolutional');
  await card.getByRole('button', { name: 'Open it in place of yours' }).click();
  await expect(card).toContainText('Trained by this project: 784-conv32-conv32-conv32-192-10');
  await expect(card).toBeFocused();
  await expect(page.getByTestId('step')).toHaveText('0');
  await expect(page.getByTestId('prediction')).toHaveText('7');
  await expect(reader.getByRole('option')).toHaveCount(2);
});

test.describe('with a file that is lost', () => {
  test.use({ expectedErrors: [/404/] });
  test('the other network is said to be missing, and nothing changes', async ({ page }) => {
    await page.route('**/models/digits-pad.safetensors', (route) =>
      route.fulfill({ status: 404, body: 'gone' }),
    );
    await page.goto('/#digits');
    await settle(page);
    const reader = page.getByLabel('Read by');
    await reader.selectOption('dense');
    await expect(page.getByTestId('message')).toContainText('The dense network could not be opened');
    await expect(page.getByTestId('message')).toContainText('Nothing was changed.');
    await expect(reader).toHaveValue('convolutional');
    await draw(page, seven);
    await expect(page.getByTestId('prediction')).toHaveText('7');
  });
});

test('bent digits are shown while a strength changes, are trained, and the event and the file say so', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  await takePreset(page, 'Quick dense');
  await page.getByText('Augmentation', { exact: true }).click();
  const sheet = page.getByRole('img', { name: /^7 training digits as they are/ });
  await expect(page.getByRole('button', { name: 'Others', exact: true })).toBeVisible();
  await expect(page.getByText('Loading digits')).toHaveCount(0, { timeout: 60_000 });
  const picture = () => sheet.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const plain = await picture();
  await page.getByLabel('Strengths', { exact: true }).selectOption('Usual');
  await expect.poll(picture).not.toBe(plain);
  await expect(page.getByText('784-128-10, 101,770 parameters, seed 1, digits bent')).toBeVisible();

  // The sheet follows the pointer; the network is built again when it lets go.
  const slider = page.getByLabel('Rotate, in equal steps');
  const box = await slider.boundingBox();
  if (!box) throw new Error('There is no slider.');
  const usual = await picture();
  const [x, y] = [box.x + box.width / 3, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 2, y, { steps: 5 });
  await expect.poll(picture).not.toBe(usual);
  await expect(page.getByLabel('Strengths', { exact: true })).toHaveValue('usual');
  await page.mouse.up();
  await expect(page.getByLabel('Strengths', { exact: true })).toHaveValue('own');

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'step'), { timeout: 100_000 }).toBeGreaterThan(300);
  const trained = await picture();
  await page.getByRole('button', { name: 'Others', exact: true }).click();
  await expect.poll(picture).not.toBe(trained);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  const { contents } = readWeightsFile((await download(page)).bytes);
  expect(contents.card?.data).toMatchObject({ type: 'digits', augmentation: { shift: 1.5, rotate: 45 } });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('the sheet of bent digits is in sight at every strength', async ({ page }) => {
    await page.goto('/#digits');
    await settle(page);
    await page.getByText('Recipe', { exact: true }).tap();
    await page.getByText('Augmentation', { exact: true }).tap();
    const sheet = page.getByRole('img', { name: /^7 training digits as they are/ });
    for (const name of ['Shift', 'Rotate', 'Scale', 'Shear', 'Elastic', 'Pen']) {
      await page.getByLabel(name, { exact: true }).scrollIntoViewIfNeeded();
      await expect(sheet).toBeInViewport({ ratio: 1 });
    }
  });
});
