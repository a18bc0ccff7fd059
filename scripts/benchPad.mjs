/**
 * `npm run bench:pad`: how long the ten probabilities take to follow the pen, in headless Chromium on the
 * built site. Each of some 200 moves of the mouse waits for the one before; measured
 * from the pointer event, both as the page gets it and as it was made, to the changed bars. Events wait
 * for the next frame before the page gets them: up to 17 ms at 60 Hz, whatever the page does.
 */
import process from 'node:process';
import { chromium } from '@playwright/test';
import { browserArguments, ensureBrowser } from './browser.mjs';
import { serveSite } from './site.mjs';

/** Points from 0 to 1 across and down the pad. */
const strokes = [
  [
    [0.25, 0.2],
    [0.45, 0.2],
    [0.75, 0.2],
    [0.62, 0.4],
    [0.5, 0.62],
    [0.42, 0.85],
  ],
  [
    [0.5, 0.15],
    [0.5, 0.5],
    [0.45, 0.85],
  ],
  [
    [0.7, 0.2],
    [0.4, 0.15],
    [0.3, 0.4],
    [0.6, 0.5],
    [0.6, 0.75],
    [0.3, 0.8],
  ],
  [
    [0.3, 0.3],
    [0.6, 0.2],
    [0.6, 0.45],
    [0.3, 0.8],
    [0.7, 0.8],
  ],
];
const movesPerPoint = 12;

/** Runs in the page. Notes for every move on the pad when the bars change first. */
function watch() {
  const pad = document.querySelector('canvas[role=application]');
  const bars = document.querySelector('ul[aria-label="Probability of each digit"]');
  if (!pad || !bars) throw new Error('The pad is not on the page.');
  /** @type {{ made: number, got: number, shown: number | null }[]} */
  const moves = [];
  pad.addEventListener(
    'pointermove',
    ({ timeStamp }) => moves.push({ made: timeStamp, got: performance.now(), shown: null }),
    { capture: true },
  );
  const shares = () => [...bars.children].map((row) => row.getAttribute('style')).join();
  let before = shares();
  new MutationObserver(() => {
    const now = shares();
    const move = moves.at(-1);
    if (now === before || !move) return;
    before = now;
    move.shown ??= performance.now();
  }).observe(bars, { subtree: true, attributes: true });
  return moves;
}

/** @param {readonly number[]} values @param {number} share */
function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

const site = await serveSite();
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${site.url}#digits`);
  // The opening measurement of the test digits is over when its figure is there.
  await page.getByTestId('test-accuracy').filter({ hasText: '%' }).waitFor({ timeout: 60_000 });
  const moves = await page.evaluateHandle(watch);
  const box = await page.getByLabel('Drawing pad').boundingBox();
  if (!box) throw new Error('The pad is not on the page.');
  /** @param {number} x @param {number} y */
  const moveTo = (x, y) => page.mouse.move(box.x + x * box.width, box.y + y * box.height);
  for (const [[startX, startY], ...rest] of strokes) {
    await moveTo(startX, startY);
    await page.mouse.down();
    let [fromX, fromY] = [startX, startY];
    for (const [x, y] of rest) {
      for (let move = 1; move <= movesPerPoint; move++) {
        const share = move / movesPerPoint;
        await moveTo(fromX + (x - fromX) * share, fromY + (y - fromY) * share);
        await page.waitForTimeout(45);
      }
      [fromX, fromY] = [x, y];
    }
    await page.mouse.up();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
  }
  // A move that changes no probability by a bit has nothing to show.
  const shown = (await moves.jsonValue()).filter((move) => move.shown !== null);
  for (const [name, from] of /** @type {const} */ ([
    ['from the event in the page', 'got'],
    ['from the event as it was made', 'made'],
  ])) {
    const times = shown.map((move) => Number(move.shown) - move[from]);
    const [half, most] = [quantile(times, 0.5), quantile(times, 0.95)].map((time) => time.toFixed(1));
    console.log(`${name}: p50 ${half} ms, p95 ${most} ms, ${times.length} moves`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await browser.close();
  await site.close();
}
