/** A journey through the built site in a frame: it learns XOR by itself, then goes on training on digits. */
import { reportOn } from './report';

/** What the page shows when each problem has got so far. */
export type Journey = {
  readonly xorLoss: number;
  readonly digitsAccuracy: number;
  readonly errors: string[];
};

const frame = document.createElement('iframe');
const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
Object.assign(frame, { src: 'site/index.html', width: 1280, height: 800 });
document.body.append(frame);
await loaded;
const page = frame.contentDocument!;
const errors: string[] = [];
frame.contentWindow!.addEventListener('error', ({ message }) => errors.push(message));
frame.contentWindow!.addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));

/** The number that a test id shows; NaN while it shows none. */
function figure(id: string): number {
  const text = page.querySelector(`[data-testid="${id}"]`)?.textContent ?? '';
  return Number.parseFloat(text.replaceAll(',', ''));
}

const button = (name: string) =>
  [...page.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === name);

/** Looks after each change of the page. */
function until(isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(look);
    function look() {
      if (!isSo()) return;
      observer.disconnect();
      resolve();
    }
    observer.observe(page, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  });
}

await reportOn<Journey>(async () => {
  await until(() => figure('test-accuracy') === 100 && figure('train-loss') < 0.01);
  const xorLoss = figure('train-loss');
  button('Digits')!.click();
  // The accuracy of the network that is shipped: XOR's is 100 %.
  await until(() => button('Train')?.disabled === false && figure('test-accuracy') < 100);
  button('Train')!.click();
  await until(() => figure('step') >= 500);
  return { xorLoss, digitsAccuracy: figure('test-accuracy'), errors };
});
