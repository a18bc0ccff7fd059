import { readFileSync } from 'node:fs';
import { readWeightsFile } from '../../src/formats/formats';
import { draw, expect, figure, letterA, one, settle, seven, takePreset, test, zero } from './page';

test('opens with a trained network that reads a drawn 7, 1 and 0 at once; Clear empties', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  const prediction = page.getByTestId('prediction');
  await expect(prediction).toHaveText('');
  for (const [drawing, digit] of [
    [seven, '7'],
    [one, '1'],
    [zero, '0'],
  ] as const) {
    await draw(page, drawing);
    await expect(prediction).toHaveText(digit);
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect(prediction).toHaveText('');
  }
});

test('a letter is no digit: whoever reads the pad is not sure, in words and in what is announced', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  for (const reader of ['convolutional', 'dense']) {
    await page.getByLabel('Read by', { exact: true }).selectOption(reader);
    await draw(page, letterA);
    await expect(page.getByTestId('prediction')).toHaveText('not sure');
    await expect(page.getByText(/^perhaps a \d, \d+\.\d %, in/)).toBeVisible();
    await expect(page.getByText(/^The network is not sure; perhaps a \d, \d+ %\.$/)).toBeAttached();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
  }
});

test('the accuracy of the opening network is measured here, and is what its file says', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  const file = new Uint8Array(readFileSync('public/models/digits-conv-pad.safetensors'));
  const claimed = `${(100 * (readWeightsFile(file).contents.card?.testAccuracy ?? 0)).toFixed(2)} %`;
  await expect(page.getByTestId('test-accuracy')).toHaveText(claimed, { timeout: 30_000 });
  await expect(page.getByTestId('step')).toHaveText('0');
});

test('the answer follows the stroke while it is drawn', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  const box = await page.getByLabel('Drawing pad').boundingBox();
  if (!box) throw new Error('The pad is not on the page.');
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(0.5, 0.2));
  await page.mouse.down();
  await page.mouse.move(...at(0.5, 0.8), { steps: 8 });
  await expect(page.getByTestId('prediction')).toHaveText('1');
  await page.mouse.up();
});

test('from random weights it passes 97 % of the 10,000 test digits, answering and stopping while it trains', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  await takePreset(page, 'Quick dense');
  await expect.poll(() => figure(page, 'test-accuracy'), { timeout: 30_000 }).toBeLessThan(30);
  await draw(page, seven);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => figure(page, 'samples-per-second'), { timeout: 60_000 }).toBeGreaterThan(0);
  await expect.poll(() => figure(page, 'test-accuracy'), { timeout: 100_000 }).toBeGreaterThan(97);
  await expect(page.getByTestId('prediction')).toHaveText('7');
  expect(await figure(page, 'epoch')).toBeGreaterThan(0.9);

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  const stopped = await figure(page, 'step');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await draw(page, zero);
  await expect(page.getByTestId('prediction')).toHaveText('0');
  // A drawing later nothing has moved on.
  expect(await figure(page, 'step')).toBe(stopped);
});

test('shards are kept: the second visit fetches none, and trains', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await expect(page.getByTestId('test-accuracy')).toHaveText(/%$/, { timeout: 30_000 });
  // Keeping them is nobody's business to wait for but this test's.
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open('scratchnet-mnist-1')).keys()).length))
    .toBe(2);
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.bin')) fetched.push(request.url());
  });
  await page.reload();
  await settle(page);
  await expect(page.getByTestId('test-accuracy')).toHaveText(/^99\.\d\d %$/, { timeout: 30_000 });
  expect(fetched).toEqual([]);
});

test.describe('with a server that has lost the digits', () => {
  test.use({ expectedErrors: [/404/] });
  test('drawing still works, and Train says what is missing and what to do', async ({ page }) => {
    await page.route('**/mnist/*', (route) => route.fulfill({ status: 404, body: 'gone' }));
    await page.goto('/#digits');
    await settle(page);
    await draw(page, seven);
    await expect(page.getByTestId('prediction')).toHaveText('7');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByText(/could not be fetched: the server answered 404/).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
    // The server is back: the same button works.
    await page.unroute('**/mnist/*');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => figure(page, 'step'), { timeout: 30_000 }).toBeGreaterThan(0);
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('a finger draws, and the page does not scroll under the stroke', async ({ page }) => {
    await page.goto('/#digits');
    await settle(page);
    const pad = page.getByLabel('Drawing pad');
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    if (!box) throw new Error('The pad is not on the page.');
    const client = await page.context().newCDPSession(page);
    const scrolled = await page.evaluate(() => window.scrollY);
    const touch = (type: string, x: number, y: number) =>
      client.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart',
        touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + x * box.width, y: box.y + y * box.height }],
      });
    await touch('touchStart', 0.5, 0.15);
    for (let i = 1; i <= 20; i++) await touch('touchMove', 0.5, 0.15 + (0.7 * i) / 20);
    await touch('touchEnd', 0, 0);
    await expect(page.getByTestId('prediction')).toHaveText('1');
    expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
  });
});
