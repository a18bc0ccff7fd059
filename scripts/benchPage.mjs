/**
 * `npm run bench:page`: what each panel of the page costs while a network is trained at full speed, in headless Chromium on
 * the built site. Of every panel, closed and open in turns: steps a second, frames a second, and the longest time between
 * two frames; medians over the turns, and the ratio of the speeds. Closed is what is not displayed, which asks nothing of
 * the network, as what is scrolled away does. `-- digits` measures one problem alone, `-- --turns N` more of them.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { browserArguments, ensureBrowser } from './browser.mjs';
import { serveSite } from './site.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ speed: number, frames: number, longest: number }} Sample steps and frames a second; milliseconds */
/** @typedef {{ readonly name: string, readonly shows: string, open?(page: Page): Promise<void>, close?(page: Page): Promise<void> }} PagePanel `shows`: what is displayed, a selector */

const stage = '#stage';
const inspector = 'section[aria-label="Inspect"]';
const curves = 'section[aria-label="Curves"]';
const parts = [stage, inspector, curves];

/** Milliseconds: until a panel has its first answer, and then of one sample. */
const settling = 800;
const sampling = 2500;

/** @param {string} name @returns {PagePanel} */
const tab = (name) => ({
  name,
  shows: inspector,
  open: (page) => page.getByRole('tab', { name, exact: true }).click(),
});

/** @type {PagePanel} */
const twoCurves = { name: 'Loss and accuracy', shows: curves };

/** @type {PagePanel} */
const allCurves = {
  name: 'All curves',
  shows: curves,
  open: (page) => setCurves(page, true),
  close: (page) => setCurves(page, false),
};

/** @param {Page} page @param {boolean} wanted */
async function setCurves(page, wanted) {
  const button = page.getByRole('button', { name: 'More curves' });
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
  for (const name of ['Learning rate', 'Gradient norm', 'Weight norm', 'Update ratio', 'Dead units'])
    await page.getByRole('checkbox', { name, exact: true }).setChecked(wanted);
}

/** @type {Readonly<Record<string, readonly PagePanel[]>>} */
const panels = {
  xor: [
    { name: 'Surface, picture, table', shows: stage },
    twoCurves,
    allCurves,
    tab('Weights'),
    tab('Microscope'),
  ],
  shapes: [
    { name: 'Surface and picture', shows: stage },
    twoCurves,
    allCurves,
    tab('Weights'),
    tab('Microscope'),
  ],
  digits: [
    { name: 'Pad and its steps', shows: stage },
    twoCurves,
    allCurves,
    ...['Weights', 'Activations', 'Mistakes', 'Map', 'Why this digit?', 'Microscope', 'My digits'].map(tab),
  ],
};

/** Runs in the page: the frames of so many milliseconds. @param {number} milliseconds */
function watchFrames(milliseconds) {
  return new Promise((resolve) => {
    const start = performance.now();
    let last = start;
    let count = 0;
    let longest = 0;
    const next = (/** @type {number} */ now) => {
      count++;
      longest = Math.max(longest, now - last);
      last = now;
      if (now - start < milliseconds) requestAnimationFrame(next);
      else resolve({ frames: (1000 * count) / (now - start), longest });
    };
    requestAnimationFrame(next);
  });
}

/** @param {Page} page */
const stepsDone = async (page) =>
  Number.parseFloat(((await page.getByTestId('step').textContent()) ?? '').replaceAll(',', ''));

/** @param {Page} page @returns {Promise<Sample>} */
async function sample(page) {
  const [before, from] = [await stepsDone(page), performance.now()];
  const frames = await page.evaluate(watchFrames, sampling);
  const [after, to] = [await stepsDone(page), performance.now()];
  if (!(after > before)) throw new Error('Training does not go on.');
  return {
    .../** @type {{ frames: number, longest: number }} */ (frames),
    speed: (1000 * (after - before)) / (to - from),
  };
}

/** Displays one part of the page, or none. @param {Page} page @param {string | null} shown */
async function display(page, shown) {
  await page.evaluate(
    ({ parts, shown }) => {
      for (const part of parts) {
        const element = /** @type {HTMLElement | null} */ (document.querySelector(part));
        if (element) element.style.display = part === shown ? '' : 'none';
      }
    },
    { parts, shown },
  );
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** @param {Page} page @param {PagePanel} panel @param {number} turns */
async function measurePanel(page, panel, turns) {
  /** @type {Sample[]} */
  const closed = [];
  /** @type {Sample[]} */
  const open = [];
  for (let turn = 0; turn < turns; turn++) {
    await display(page, null);
    await page.waitForTimeout(settling);
    closed.push(await sample(page));
    await display(page, panel.shows);
    await panel.open?.(page);
    await page.waitForTimeout(settling);
    open.push(await sample(page));
    await panel.close?.(page);
  }
  return {
    ratio: median(open.map(({ speed }, turn) => speed / closed[turn].speed)),
    frames: [median(closed.map(({ frames }) => frames)), median(open.map(({ frames }) => frames))],
    longest: [median(closed.map(({ longest }) => longest)), median(open.map(({ longest }) => longest))],
  };
}

/** @param {Page} page @param {string} url @param {string} problem */
async function beginTraining(page, url, problem) {
  await page.goto(`${url}#${problem}`);
  const train = page.getByRole('button', { name: 'Train', exact: true });
  const pause = page.getByRole('button', { name: 'Pause', exact: true });
  await train.or(pause).waitFor();
  if (await pause.isVisible()) await pause.click();
  await train.waitFor();
  if (problem === 'digits') {
    await page.getByLabel('Preset', { exact: true }).selectOption('Quick dense');
    await page.getByTestId('model-card').filter({ hasText: 'knows nothing yet' }).waitFor();
    const box = await page.getByLabel('Drawing pad').boundingBox();
    if (!box) throw new Error('The pad is not on the page.');
    await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.2 * box.height);
    await page.mouse.down();
    for (const [x, y] of [
      [0.7, 0.2],
      [0.5, 0.5],
      [0.4, 0.85],
    ])
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 6 });
    await page.mouse.up();
  }
  await page.getByLabel('Speed', { exact: true }).selectOption('Full speed');
  await train.click();
  await pause.waitFor();
  await page.waitForTimeout(3000);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { turns: { type: 'string', default: '3' } },
});
const problems = positionals.length > 0 ? positionals : Object.keys(panels);
const site = await serveSite();
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments });
try {
  for (const problem of problems) {
    if (!panels[problem])
      throw new Error(`There is no problem ${problem}; there are ${Object.keys(panels).join(', ')}.`);
    console.log(`\n${problem}, at full speed: open against closed`);
    console.log(`${'panel'.padEnd(26)}  speed   frames a second   longest between two`);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await beginTraining(page, site.url, problem);
    for (const panel of panels[problem]) {
      const { ratio, frames, longest } = await measurePanel(page, panel, Number(values.turns));
      const [rates, gaps] = [frames.map((rate) => rate.toFixed(1)), longest.map((gap) => gap.toFixed(0))];
      console.log(
        `${panel.name.padEnd(26)}  ${ratio.toFixed(2).padStart(5)}   ${rates[1].padStart(5)} (${rates[0]})      ${gaps[1]} ms (${gaps[0]} ms)`,
      );
    }
    await page.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await browser.close();
  await site.close();
}
