/** What the journeys share: opening the page with its errors watched, and drawing. */
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

/** A page whose console errors, uncaught errors and foreign requests fail the test. */
export const test = base.extend<{ expectedErrors: RegExp[] }>({
  expectedErrors: [[], { option: true }],
  page: async ({ page, expectedErrors, baseURL }, use) => {
    const seen: string[] = [];
    page.on('pageerror', (error) => seen.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') seen.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(baseURL ?? '') && !/^(?:data|blob):/.test(url)) seen.push(`request to ${url}`);
    });
    await use(page);
    expect(seen.filter((line) => !expectedErrors.some((pattern) => pattern.test(line)))).toEqual([]);
  },
});

export { expect };

/** The number that a test id shows; NaN while it shows none. */
export async function figure(page: Page, id: string): Promise<number> {
  const text = (await page.getByTestId(id).textContent()) ?? '';
  return Number.parseFloat(text.replaceAll(',', ''));
}

/** Points from 0 to 1 across and down the pad, one list a stroke. */
export type Drawing = readonly (readonly (readonly [number, number])[])[];

export const seven: Drawing = [
  [
    [0.25, 0.2],
    [0.45, 0.2],
    [0.75, 0.2],
    [0.62, 0.4],
    [0.5, 0.62],
    [0.42, 0.85],
  ],
];

export const one: Drawing = [
  [
    [0.5, 0.15],
    [0.5, 0.5],
    [0.5, 0.85],
  ],
];

export const zero: Drawing = [
  Array.from({ length: 25 }, (_, i) => {
    const angle = -Math.PI / 2 - (i / 24) * 2 * Math.PI;
    return [0.5 + 0.2 * Math.cos(angle), 0.5 + 0.33 * Math.sin(angle)] as const;
  }),
];

export const letterA: Drawing = [
  [
    [0.5, 0.15],
    [0.28, 0.85],
  ],
  [
    [0.5, 0.15],
    [0.72, 0.85],
  ],
  [
    [0.36, 0.6],
    [0.64, 0.6],
  ],
];

/** Draws with the mouse on the pad. */
export async function draw(page: Page, drawing: Drawing): Promise<void> {
  const box = await page.getByLabel('Drawing pad').boundingBox();
  if (!box) throw new Error('The pad is not on the page.');
  for (const stroke of drawing) {
    const [start, ...rest] = stroke.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
    await page.mouse.move(...start);
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...point, { steps: 6 });
    await page.mouse.up();
  }
}

/** Waits until training can begin, and stops the opening run where there is one. */
export async function settle(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(?:Train|Pause)$/ }).waitFor();
  const pause = page.getByRole('button', { name: 'Pause', exact: true });
  if (await pause.isVisible()) await pause.click();
  // Before its first network the page takes no command.
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
}

/** Starts afresh with a ready-made recipe. */
export async function takePreset(page: Page, name: string): Promise<void> {
  await page.getByLabel('Preset', { exact: true }).selectOption(name);
  await expect(page.getByTestId('model-card')).toContainText('knows nothing yet');
}

/** What Download weights saves. */
export async function download(page: Page): Promise<{ name: string; path: string; bytes: Uint8Array }> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download weights', exact: true }).click();
  const file = await downloading;
  const path = await file.path();
  return { name: file.suggestedFilename(), path, bytes: new Uint8Array(readFileSync(path)) };
}

export async function upload(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.getByLabel('Upload weights').setInputFiles({ name, mimeType: '', buffer: Buffer.from(bytes) });
}

/** What axe looks at again where only the colours are others. */
export const colourRules = ['color-contrast', 'link-in-text-block'];

/** Axe finds nothing on the page as it is, or in a part of it, by all rules or by some; and nothing overflows sideways. */
export async function expectAccessible(
  page: Page,
  { part, rules }: { readonly part?: string; readonly rules?: readonly string[] } = {},
): Promise<void> {
  // The page has no frames: nothing has to be gathered from them on a page of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (part) axe.include(part);
  if (rules) axe.withRules([...rules]);
  else axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual(
    [],
  );
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
}
