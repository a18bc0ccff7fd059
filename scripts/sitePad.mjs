/**
 * The pad of the built site, drawn on in headless Chromium by the browser's own input events, as a mouse and a finger
 * make them: through hit testing, capture and coalescing. (Events made by a script in the page gave the same answers.)
 */
import { chromium } from '@playwright/test';
import { browserArguments, findBrowser } from './browser.mjs';
import { serveSite } from './site.mjs';

/** @typedef {import('../src/node/sitePad').Pointer} Pointer */
/** @typedef {import('../src/node/sitePad').SitePad} SitePad */
/** @typedef {readonly [x: number, y: number]} Place in pixels of the page */

/** @type {Record<Pointer, import('@playwright/test').BrowserContextOptions>} */
export const screens = {
  mouse: { viewport: { width: 1280, height: 800 } },
  finger: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/** What a quick hand moves until the page looks again. Waiting for each would take ten times as long. */
const movesAtOnce = 16;
/** Milliseconds: of a machine that has much else to do. */
const patience = 120_000;

/** The pad, by mouse and by finger. @returns {Promise<import('../src/node/sitePad').Site>} */
export async function openSite() {
  const site = await serveSite();
  const browser = await launch();
  const close = async () => {
    await browser.close();
    await site.close();
  };
  /** @param {Pointer} pointer */
  const openPad = async (pointer) => {
    const page = await browser.newPage(screens[pointer]);
    page.setDefaultTimeout(patience);
    await page.goto(`${site.url}#digits`);
    return createPad(page, pointer);
  };
  try {
    const [mouse, finger] = await Promise.all([openPad('mouse'), openPad('finger')]);
    return { pads: { mouse, finger }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const launch = () => chromium.launch({ executablePath: findBrowser(), args: browserArguments });

/**
 * Of a page that shows the pad and a network.
 * @param {import('@playwright/test').Page} page @param {Pointer} pointer @returns {Promise<SitePad>}
 */
export async function createPad(page, pointer) {
  const client = await page.context().newCDPSession(page);
  const pen = pointer === 'mouse' ? mousePen(client) : fingerPen(client);
  const pad = page.getByLabel('Drawing pad');
  let shown = 0;
  return {
    async show(weights) {
      const name = `network-${++shown}`;
      const buffer = Buffer.from(weights);
      await page.getByLabel('Upload weights').setInputFiles({ name, mimeType: '', buffer });
      const said = page.getByText(new RegExp(`^${name}( is open|: )`)).first();
      // The page asks where some layers would fit the network on the stage.
      const open = page.getByRole('dialog').getByRole('button', { name: 'Open', exact: true });
      await said.or(open).waitFor();
      if (await open.isVisible()) await open.click();
      const sentence = await said.textContent();
      if (!sentence?.startsWith(`${name} is open`))
        throw new Error(`The page refuses a network: ${sentence}`);
    },
    async read(drawing) {
      const box = await pad.boundingBox();
      if (!box) throw new Error('The pad is not on the page.');
      for (const stroke of drawing) {
        /** @type {Place[]} */
        const places = stroke.map(({ x, y }) => [box.x + x * box.width, box.y + y * box.height]);
        await pen.down(places[0]);
        for (let from = 1; from < places.length; from += movesAtOnce)
          await Promise.all(places.slice(from, from + movesAtOnce).map(pen.move));
        await pen.up(places[places.length - 1]);
      }
      const answer = await page.evaluate(takeAnswer, patience);
      if (!answer) throw new Error(`The page gave no answer to a drawing in ${patience / 1000} s.`);
      return answer;
    },
  };
}

/** @param {import('@playwright/test').CDPSession} client */
function mousePen(client) {
  /** @param {'mouseMoved' | 'mousePressed' | 'mouseReleased'} type @param {Place} place @param {0 | 1} buttons */
  const send = (type, [x, y], buttons) => {
    const button = type === 'mouseMoved' && buttons === 0 ? 'none' : 'left';
    const clickCount = type === 'mouseMoved' ? 0 : 1;
    return client.send('Input.dispatchMouseEvent', { type, x, y, button, buttons, clickCount });
  };
  return {
    /** @param {Place} place */
    down: (place) => Promise.all([send('mouseMoved', place, 0), send('mousePressed', place, 1)]),
    /** @param {Place} place */
    move: (place) => send('mouseMoved', place, 1),
    /** @param {Place} place */
    up: (place) => send('mouseReleased', place, 0),
  };
}

/** @param {import('@playwright/test').CDPSession} client */
function fingerPen(client) {
  /** @param {'touchStart' | 'touchMove' | 'touchEnd'} type @param {Place[]} places */
  const send = (type, ...places) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: places.map(([x, y]) => ({ x, y })) });
  return {
    // Until the page has answered to it, Chromium may leave out moves that follow.
    /** @param {Place} place */
    down: (place) => send('touchStart', place),
    /** @param {Place} place */
    move: (place) => send('touchMove', place),
    up: () => send('touchEnd'),
  };
}

/**
 * Runs in the page: reads what it says once the answer to the whole drawing is there, and clears the pad. Null: there
 * was none in time.
 * @param {number} patience milliseconds @returns {Promise<import('../src/node/sitePad').PadAnswer | null>}
 */
async function takeAnswer(patience) {
  const prediction = document.querySelector('[data-testid=prediction]');
  const verdict = prediction?.closest('[aria-busy]');
  const clear = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Clear');
  if (!prediction || !verdict || !clear) throw new Error('The answer is not on the page.');
  /** @returns {Promise<boolean>} */
  const settles = () =>
    new Promise((resolve) => {
      const late = setTimeout(() => end(false), patience);
      const observer = new MutationObserver(() => look());
      /** @param {boolean} inTime */
      const end = (inTime) => {
        clearTimeout(late);
        observer.disconnect();
        resolve(inTime);
      };
      const look = () => verdict.ariaBusy === 'false' && end(true);
      observer.observe(verdict, { attributeFilter: ['aria-busy'] });
      look();
    });
  if (!(await settles())) return null;
  /** @type {NodeListOf<HTMLElement>} */
  const bars = verdict.querySelectorAll('ul[aria-label="Probability of each digit"] > li');
  const said = prediction.textContent;
  const isNumber = verdict.getAttribute('data-several') === 'true';
  const probabilities = [...bars].map((bar) => Number(bar.style.getPropertyValue('--share')));
  clear.click();
  return (await settles()) ? { said, isNumber, probabilities } : null;
}

/** As a screen of twice the density shows it. @param {string} svg */
export async function pngOf(svg) {
  const browser = await launch();
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2 });
    page.setDefaultTimeout(patience);
    await page.setContent(`<!doctype html><style>body { margin: 0 } svg { display: block }</style>${svg}`);
    return await page.locator('svg').screenshot();
  } finally {
    await browser.close();
  }
}
