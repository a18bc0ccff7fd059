/** Finds browsers for the tests: Chromium's family, which `ensureBrowser` also installs, and Firefox where it is. */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { chromium } from '@playwright/test';

const namesOnPath = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];

const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const firefoxNamesOnPath = ['firefox', 'firefox-esr'];

const firefoxPlaces = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** @param {string[]} names */
const onPath = (names) =>
  (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of the browser to drive, or undefined. CHROME_PATH wins. */
export function findBrowser() {
  const wanted = process.env.CHROME_PATH;
  if (wanted) return wanted;
  return [chromium.executablePath(), ...onPath(namesOnPath), ...usualPlaces].find(isExecutable);
}

/** Path of a Firefox, or undefined. FIREFOX_PATH wins. */
export function findFirefox() {
  return process.env.FIREFOX_PATH || [...onPath(firefoxNamesOnPath), ...firefoxPlaces].find(isExecutable);
}

const isRoot = process.getuid?.() === 0;

/** Debian's package as root with apt, Playwright's own download elsewhere. Throws with one line that says what to do. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  const hasApt = spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
  const attempts =
    isRoot && hasApt
      ? [
          ['apt-get', 'update'],
          ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
        ]
      : [[process.execPath, 'node_modules/@playwright/test/cli.js', 'install', 'chromium']];
  console.log('No browser found; installing Chromium …');
  try {
    for (const [command, ...args] of attempts)
      execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    // Said below in one line, whatever went wrong.
  }
  const installed = findBrowser();
  if (!installed)
    throw new Error(
      'No browser for the tests: install Chrome or Chromium, or set CHROME_PATH to one, and run npm test again.',
    );
  return installed;
}

/** Flags that a headless test browser needs as root and on a closed network. */
export const browserArguments = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
