/** `npm run bench:digits`: how well networks read digits, MNIST's and those of a pen, in Node and on the page. */
import { basename, extname } from 'node:path';
import { digitsRecipe } from '../training/recipes';
import { type Measured, measureNetwork, type Network } from './benchNetwork';
import { mnistRow, penTable } from './benchRows';
import { benchJson, benchText } from './benchTable';
import { checkWritable, readWhole, writeWhole } from './files';
import { missesPicture } from './missesPicture';
import { parseOptions } from './options';
import { type PenDigit, readPenDigits } from './penDigits';
import type { Browser } from './sitePad';
import { openTestRows } from './trainer';

const mostMisses = 20;

const usage = `npm run bench:digits -- [FILE …] [options]

Measures how well the networks of the site read digits, or those of the FILEs: MNIST's test digits; digits that were
drawn with a pen, through the code of the pad, in sizes and tilts and by several pens; and the same digits drawn on the
pad of the built site, by mouse and by finger, which takes minutes, and Chrome or Chromium.

  --pen FILE      drawings as JSON: { "digits": [{ "label": 0, "strokes": [[[x, y], …], …] }, …] }
  --no-page       draws nothing on the page
  --misses FILE   a picture of the ${mostMisses} surest wrong answers of each network: .png, or, without a browser, .svg
  --json          prints one line of JSON: { rows: [{ network, file, measured, rows, accuracy, calibrationError }],
                  notSure: [{ network, measured, rows, accuracy, notSure }],
                  misses: [{ network, of, row, label, answered, probability }] }; a row on the page has otherAnswers and
                  largestDifference too: answers that are not Node's, and how far any probability is from Node's`;

const options = {
  pen: { type: 'string' },
  'no-page': { type: 'boolean' },
  misses: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const shipped = [
  { name: 'dense', file: 'public/models/digits-pad.safetensors' },
  { name: 'convolutional', file: 'public/models/digits-conv-pad.safetensors' },
  { name: 'plain 784-128-10', file: 'public/models/digits.npz' },
];

type BenchOptions = {
  readonly networks: readonly Network[];
  readonly pen: readonly PenDigit[];
  readonly drawsOnPage: boolean;
  /** The file that the picture of them goes to. */
  readonly misses: string | null;
  readonly json: boolean;
};

/** Throws an Error with one sentence for whoever typed the command. `browser`: null where there is none. */
export async function main(args: string[], browser: Browser | null = null): Promise<void> {
  const asked = readOptions(args, browser);
  if (!asked) {
    console.log(usage);
    return;
  }
  const { networks, pen, drawsOnPage, misses, json } = asked;
  if (drawsOnPage && !browser) console.error(`Not drawn on the page: ${noBrowser}.`);
  const rows = [mnistRow(await openTestRows(digitsRecipe)), ...(pen.length > 0 ? penTable(pen) : [])];
  const site = drawsOnPage && browser ? await browser.openSite() : null;
  const measured: Measured[] = [];
  try {
    for (const network of networks) {
      if (site) console.error(`… ${network.name}`);
      measured.push(await measureNetwork(network, rows, site));
    }
  } finally {
    await site?.close();
  }
  if (misses !== null) {
    const svg = missesPicture(measured.map((of) => ({ title: missesTitle(of), misses: worstMisses(of) })));
    const bytes = isPng(misses) && browser ? await browser.pngOf(svg) : new TextEncoder().encode(svg);
    writeWhole('--misses', misses, bytes);
  }
  const listedMisses = misses === null ? () => [] : worstMisses;
  console.log(json ? benchJson(measured, listedMisses) : benchText(measured));
}

const noBrowser = 'no browser is found; install Chrome or Chromium, or set CHROME_PATH to one';

/** Null: only the usage was asked for. Throws an Error. */
function readOptions(args: string[], browser: Browser | null): BenchOptions | null {
  const { values, positionals } = parseOptions(args, options, usage);
  if (values.help) return null;
  const misses = values.misses ?? null;
  if (misses !== null) {
    if (!isPng(misses) && endingOf(misses) !== '.svg')
      throw new Error(`--misses: let the ending of ${basename(misses)} be .png or .svg.`);
    if (isPng(misses) && !browser)
      throw new Error(
        `--misses: ${basename(misses)} can't be drawn, as ${noBrowser}, or let the ending be .svg.`,
      );
    checkWritable('--misses', misses);
  }
  const named = positionals.map((file) => ({ name: basename(file), file }));
  const networks = (named.length > 0 ? named : shipped).map((network) => ({
    ...network,
    bytes: readWhole('FILE', network.file),
  }));
  const pen = values.pen === undefined ? [] : readPenDigits(values.pen);
  const drawsOnPage = pen.length > 0 && !values['no-page'];
  return { networks, pen, drawsOnPage, misses, json: values.json ?? false };
}

const endingOf = (file: string): string => extname(file).toLowerCase();
const isPng = (file: string): boolean => endingOf(file) === '.png';

const worstMisses = ({ misses }: Measured) => misses.slice(0, mostMisses);

function missesTitle({ network, misses }: Measured): string {
  const shown = Math.min(mostMisses, misses.length);
  return `${network.name}: the ${shown} surest of ${misses.length} wrong answers to the digits as they were given`;
}
