/** `npm run bench:digits`: src/node/benchDigits.ts, with a browser in its hand where there is one. */
import process from 'node:process';
import { findBrowser } from './browser.mjs';
import { runSource } from './runSource.mjs';
import { openSite, pngOf } from './sitePad.mjs';

await runSource('src/node/benchDigits.ts', process.argv.slice(2), findBrowser() ? { openSite, pngOf } : null);
