/**
 * The whole gate, `npm test`: format and lint, types, node tests, build, tests in a real Chromium,
 * end-to-end on the built site, and Firefox, where there is one. Everything runs even if something
 * failed; the last line counts.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { ensureBrowser, findFirefox } from './browser.mjs';
import { ensureOnnxRuntime } from './onnxruntime.mjs';

const reports = 'node_modules/.cache/gate';
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

let passed = 0;
let failed = 0;

/**
 * Runs a program of node_modules; its result is its exit code, or the counts of its report.
 * @param {string} name @param {string[]} command @param {{ report?: string, env?: Record<string, string> }} [options]
 */
function run(name, command, options = {}) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const { status } = spawnSync(process.execPath, command, {
    stdio: ['ignore', 'inherit', 'inherit'],
    // Colours are for a terminal; a log is read as text.
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...options.env },
  });
  const counts = options.report ? readReport(options.report) : { passed: 0, failed: 0 };
  // A step without tests of its own counts as one; so does a runner that failed beside its tests.
  const failedBesides = status !== 0 && counts.failed === 0 ? 1 : 0;
  passed += options.report ? counts.passed : status === 0 ? 1 : 0;
  failed += counts.failed + failedBesides;
  console.log(
    `── ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`,
  );
  return status === 0;
}

/** @param {string} file */
function readReport(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return report.stats
      ? { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky }
      : { passed: report.numPassedTests, failed: report.numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

/** @param {string} project @param {string[]} [options] */
const vitest = (project, options = []) => {
  const report = `${reports}/${project}.json`;
  run(
    `${project} tests`,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${project}`,
      ...options,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { report },
  );
};

run('format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.']);
for (const part of ['core', 'worker', 'node', 'app', 'test'])
  run(`types of ${part}`, [
    'node_modules/typescript/bin/tsc',
    '-p',
    part === 'app' ? 'tsconfig.json' : `tsconfig.${part}.json`,
  ]);
ensureOnnxRuntime();
// As many at a time as there are processors; of itself it leaves one free, which on two is half the time.
// Each worker loads the modules once for all its files.
vitest('node', [`--maxWorkers=${availableParallelism()}`, '--no-isolate']);
const built = run('build', ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']);
try {
  ensureBrowser();
  vitest('browser');
  if (built) {
    const report = `${reports}/e2e.json`;
    run('end-to-end tests', ['node_modules/@playwright/test/cli.js', 'test'], {
      report,
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  failed += 1;
}

if (findFirefox()) vitest('firefox');
else console.log('\n── firefox tests: left out, no Firefox is found (FIREFOX_PATH can name one)');

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
