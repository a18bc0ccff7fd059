import type { Page } from '@playwright/test';
import { draw, expect, settle, seven, test } from './page';

const padTop = async (page: Page): Promise<number> =>
  (await page.getByLabel('Drawing pad').boundingBox())?.y ?? Number.NaN;

for (const problem of ['xor', 'shapes', 'digits']) {
  test(`with text twice as large nothing of ${problem} is cut or collapsed, 320 to 1280 px wide`, async ({
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`/#${problem}`);
    await settle(page);
    await page.addStyleTag({ content: 'html { font-size: 200% }' });
    for (const [width, height] of [
      [1280, 800],
      [768, 1024],
      [390, 844],
      [320, 640],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
        .toBe(0);
      const stage = await page.locator('#stage').boundingBox();
      expect(stage?.width).toBeGreaterThan(0.85 * width);
      for (const name of ['Train', 'Step', 'Reset']) {
        const box = await page.getByRole('button', { name, exact: true }).boundingBox();
        expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width, name).toBe(true);
      }
    }
  });
}

test('Back returns to the problem before; an address that names none is mended', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#nothing');
  await settle(page);
  await expect(page).toHaveURL(/#xor$/);
  await page.getByRole('tab', { name: 'Digits', exact: true }).click();
  await expect(page).toHaveURL(/#digits$/);
  await page.goBack();
  await expect(page.getByRole('tab', { name: 'XOR' })).toHaveAttribute('aria-selected', 'true');
  await page.goForward();
  await expect(page.getByRole('tab', { name: 'Digits', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

for (const width of [1280, 390]) {
  test(`a message neither moves nor covers the pad, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto('/#digits');
    await settle(page);
    const before = await padTop(page);
    await page
      .getByLabel('Upload weights')
      .setInputFiles({ name: 'photo.png', mimeType: '', buffer: Buffer.from([1, 2, 3]) });
    const message = page.getByTestId('message');
    await expect(message).toContainText('photo.png');
    await page.evaluate(() => window.scrollTo(0, 0));
    expect(await padTop(page)).toBe(before);
    const pad = await page.getByLabel('Drawing pad').boundingBox();
    const box = await message.boundingBox();
    expect(box?.y).toBeGreaterThan((pad?.y ?? 0) + (pad?.height ?? 0));
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(message).toBeHidden();
  });
}

test('after Clear by keyboard, Space belongs to Clear and not to Train', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await draw(page, seven);
  const clear = page.getByRole('button', { name: 'Clear', exact: true });
  await clear.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Space');
  await expect(clear).toBeFocused();
  await expect(page.getByTestId('step')).toHaveText('0');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByTestId('prediction')).toHaveText('7');
});
