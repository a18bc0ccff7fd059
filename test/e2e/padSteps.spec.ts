import type { Page } from '@playwright/test';
import { type Drawing, draw, expect, settle, seven, test } from './page';

/** A four of two strokes, a two and a seven side by side. */
const number: Drawing = [
  [
    [0.12, 0.3],
    [0.06, 0.52],
    [0.28, 0.52],
  ],
  [
    [0.23, 0.36],
    [0.22, 0.7],
  ],
  [
    [0.45, 0.38],
    [0.5, 0.32],
    [0.58, 0.34],
    [0.58, 0.44],
    [0.5, 0.56],
    [0.43, 0.68],
    [0.52, 0.68],
    [0.64, 0.67],
  ],
  [
    [0.75, 0.3],
    [0.93, 0.3],
    [0.88, 0.48],
    [0.84, 0.7],
  ],
];

/** Tops and heights of what must not jump while somebody draws. */
async function places(page: Page): Promise<number[][]> {
  const parts = [
    page.getByLabel('Drawing pad'),
    page.getByRole('list', { name: 'Probability of each digit' }),
    page.getByRole('img', { name: 'The pad as it is drawn' }),
    page.getByTestId('model-card'),
  ];
  const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
  return boxes.map((box) => [box?.y ?? Number.NaN, box?.height ?? Number.NaN]);
}

test('with every step but the greys off the answer is that of the pad shrunk alone; all on, it is right again', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  // Small, in a corner of the pad.
  await draw(page, [seven[0].map(([x, y]) => [x / 3, y / 3] as const)]);
  const prediction = page.getByTestId('prediction');
  await expect(prediction).toHaveText('7');
  const shrunk = page.getByTestId('shrunk-alone');
  await expect(shrunk).toHaveText(/^(?:reads|perhaps) [^7], \d+ %$/);
  for (const name of ['crop', '20 × 20', 'one pen', 'centre of mass'])
    await page.getByRole('checkbox', { name, exact: true }).uncheck();
  await expect(prediction).not.toHaveText('7');
  const best = page.getByRole('list', { name: 'Probability of each digit' }).locator('[data-top=true] b');
  const [digit] = /\d/.exec((await best.textContent()) ?? '') ?? [];
  await expect(shrunk).toHaveText(new RegExp(`^(?:reads|perhaps) ${digit}, `));
  await expect(page.getByTestId('steps-off')).toHaveText('without crop, 20 × 20, one pen, centre of mass');
  await page.getByRole('button', { name: 'All steps on', exact: true }).click();
  await expect(prediction).toHaveText('7');
  await expect(page.getByTestId('steps-off')).toHaveText('');
});

test('4, 2 and 7 side by side are read as 427; the bars show the last one, or the chosen one', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  await draw(page, number);
  await expect(page.getByTestId('prediction')).toHaveText('427');
  const chips = page.getByRole('list', { name: 'The digits of the number' }).getByRole('button');
  await expect(chips).toHaveCount(3);
  await expect(chips.nth(2)).toHaveAttribute('aria-pressed', 'true');
  const bars = page.getByRole('list', { name: 'Probability of each digit' }).getByRole('listitem');
  await expect(bars.nth(7)).toHaveAttribute('data-top', 'true');
  await chips.nth(0).focus();
  await page.keyboard.press('Enter');
  await expect(bars.nth(4)).toHaveAttribute('data-top', 'true');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByTestId('prediction')).toHaveText('42');
});

test('a number and steps that are off move nothing, and at 1280 × 800 the stage fits without scrolling', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  const before = await places(page);
  await draw(page, number);
  await expect(page.getByTestId('prediction')).toHaveText('427');
  await page.getByRole('checkbox', { name: 'crop', exact: true }).uncheck();
  await expect(page.getByTestId('steps-off')).toHaveText('without crop');
  expect(await places(page)).toEqual(before);
  const card = await page.getByTestId('model-card').boundingBox();
  expect((card?.y ?? Number.NaN) + (card?.height ?? Number.NaN)).toBeLessThanOrEqual(800);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('digits of a number are chosen and steps are switched by taps', async ({ page }) => {
    await page.goto('/#digits');
    await settle(page);
    await draw(page, number);
    await expect(page.getByTestId('prediction')).toHaveText('427');
    const two = page.getByRole('list', { name: 'The digits of the number' }).getByRole('button').nth(1);
    await two.tap();
    await expect(two).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('checkbox', { name: 'one pen', exact: true }).tap();
    await expect(page.getByTestId('steps-off')).toHaveText('without one pen');
    await page.getByRole('button', { name: 'All steps on', exact: true }).tap();
    await expect(page.getByTestId('steps-off')).toHaveText('');
  });
});
