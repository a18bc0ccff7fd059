import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { SessionProvider } from '../../../src/app/sessionContext';
import { pathOf } from '../../../src/app/shell/NormPicture';
import { Notices } from '../../../src/app/shell/Notices';
import { optimizerDefaults } from '../../../src/training/recipes';
import type { Divergence } from '../../../src/training/trainer';
import { fakeSession } from './fakeSession';

const divergence: Divergence = {
  kind: 'exploded',
  step: 3,
  layer: 1,
  text: 'Since step 3 the loss is too high.',
  norm: {
    of: 'weights',
    points: [
      { step: 1, norm: 0.5 },
      { step: 2, norm: 50 },
      { step: 4, norm: 5e30 },
    ],
  },
  rewindTo: 2048,
};

async function showNotice(change: Partial<Divergence> = {}, type: keyof typeof optimizerDefaults = 'sgd') {
  const fake = fakeSession('xor');
  const spec = { ...fake.session.getState().run.spec, optimizer: { ...optimizerDefaults[type], rate: 100 } };
  const layers = ['hidden 1', 'output'].map((title) => ({ name: title, title, hasRelu: false }));
  const told = { ...divergence, ...change };
  fake.show({
    spec,
    info: { spec, parameters: 17, layers, kernels: 'wasm', trainRows: 4, testRows: 4 },
    message: { kind: 'error', text: told.text, divergence: told },
  });
  const screen = await render(
    <SessionProvider session={fake.session}>
      <Notices />
    </SessionProvider>,
  );
  return { ...fake, screen };
}

test('what diverged is told with the norm of its layer, and one click rewinds with a third of the rate', async () => {
  const { commands } = await showNotice();
  await expect.element(page.getByText('Since step 3 the loss is too high.')).toBeVisible();
  await expect
    .element(page.getByRole('img'))
    .toHaveAccessibleName('The norm of the weights of output, 0.5 → 5.00e+30, from step 1 to 4');
  await page.getByRole('button', { name: 'Rewind to step 2,048, a third of the rate: 33.3' }).click();
  expect(commands).toEqual(['rewind to 2048, rate 33.3']);
});

test('RPROP, whose steps have found their own sizes, is only rewound; from its start with a smaller first step', async () => {
  const { commands } = await showNotice({}, 'rprop');
  await page.getByRole('button', { name: 'Rewind to step 2,048', exact: true }).click();
  expect(commands).toEqual(['rewind to 2048, rate null']);
});

test('where nothing is better there is nothing to click but away', async () => {
  await showNotice({ rewindTo: null, layer: null, norm: { of: 'weights', points: [] } });
  expect(page.getByRole('button').elements()).toHaveLength(1);
  await expect.element(page.getByRole('img')).not.toBeInTheDocument();
});

test('the picture of a norm is in equal ratios, with zeros at the lower edge and no number that is none', () => {
  const heights = (norms: number[]) =>
    [...pathOf(norms.map((norm, step) => ({ step, norm }))).matchAll(/ ([\d.]+)/g)].map(([, y]) => Number(y));
  const [a, b, c] = heights([1, 100, 1e4]);
  expect(a - b).toBeCloseTo(b - c, 1);
  expect(heights([1, 10, 0])).toEqual([20, 2, 38]);
  expect(heights([0, 0])).toEqual([38, 38]);
  expect(heights([3, 3])).toEqual([38, 38]);
});
