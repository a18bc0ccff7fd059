import process from 'node:process';
import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './scripts/browser.mjs';

const port = 4817;

export default defineConfig({
  testDir: 'test/e2e',
  timeout: 120_000,
  // Most of a journey is waiting; more at a time would starve those that train on a small machine.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  // A page that trains answers late on a busy machine.
  expect: { timeout: 15_000 },
  // The gate asks for counts; by hand the list is enough.
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : 'list',
  outputDir: 'test-results',
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: findBrowser(), args: browserArguments },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    url: `http://127.0.0.1:${port}`,
  },
});
