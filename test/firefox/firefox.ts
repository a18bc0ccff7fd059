/** A Firefox without a window, without a driver, and without a past. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { findFirefox } from '../../scripts/browser.mjs';

/** No first-run pages, no questions, and nothing asked of the network but the page. */
const preferences: Record<string, boolean | number | string> = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'browser.aboutwelcome.enabled': false,
  'browser.preonboarding.enabled': false,
  'termsofuse.bypassNotification': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.healthreport.uploadEnabled': false,
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'app.update.enabled': false,
  'app.update.disabledForTesting': true,
  'app.normandy.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'extensions.update.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  // XOR starts by itself unless less motion is asked for.
  'ui.prefersReducedMotion': 0,
  // A machine's proxy is no way to its own 127.0.0.1.
  'network.proxy.type': 0,
};

/** Opens `url` in a fresh Firefox and keeps it open until `done` settles, at most `seconds`; then it is gone, whatever happened. */
export async function withFirefox<T>(url: string, done: Promise<T>, seconds: number): Promise<T> {
  const firefox = findFirefox();
  if (!firefox) throw new Error('No Firefox is found: install one, or set FIREFOX_PATH to it.');
  // Not in the system's temporary folder: a Firefox from a snap may not look there.
  const folder = resolve('node_modules/.cache/firefox');
  mkdirSync(folder, { recursive: true });
  const profile = mkdtempSync(join(folder, 'profile-'));
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join(''));

  const child = spawn(firefox, ['--headless', '--no-remote', '--profile', profile, url], {
    // A group of its own, so that its content processes end with it.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe'],
    // As root it starts only in a home that is root's.
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1', MOZ_HEADLESS: '1' },
  });
  const kill = () => {
    try {
      if (child.pid !== undefined)
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  process.once('exit', kill);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(new Error(`${firefox} does not start: ${error.message}`)));
    child.once('exit', (code, signal) =>
      reject(new Error(`${firefox} ended (${signal ?? code}) before the page was done. It said:\n${said}`)),
    );
    timer = setTimeout(
      () =>
        reject(
          new Error(`${firefox} was not done with ${url} after ${seconds} s; it is ended. It said:\n${said}`),
        ),
      1000 * seconds,
    );
  });
  const ended = new Promise<void>((gone) => {
    child.once('close', () => gone());
    child.once('error', () => gone());
  });
  try {
    return await Promise.race([done, failed]);
  } finally {
    clearTimeout(timer);
    kill();
    await ended;
    process.off('exit', kill);
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
