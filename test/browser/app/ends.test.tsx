import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { EndRows } from '../../../src/app/controls/EndRows';
import { SessionProvider } from '../../../src/app/sessionContext';
import type { TrainUntil } from '../../../src/training/trainer';
import { fakeSession } from './fakeSession';

async function showEnds(until: TrainUntil = {}) {
  const fake = fakeSession('digits', { until });
  await render(
    <SessionProvider session={fake.session}>
      <EndRows />
    </SessionProvider>,
  );
  await page.getByText('Stop', { exact: true }).click();
  return fake;
}

async function type(label: string, text: string) {
  await userEvent.fill(page.getByLabelText(label, { exact: true }), text);
  await userEvent.keyboard('{Enter}');
}

test.for([
  ['Accuracy, %', '97.5', { testAccuracy: 0.975 }],
  ['Test loss', '0.1', { testLoss: 0.1 }],
  ['Plateau', '5', { plateau: 5 }],
  ['Steps', '2,000', { steps: 2000 }],
  ['Time, s', '2.5', { seconds: 2.5 }],
] as const)('%s: %s is when training ends by itself', async ([label, text, until]) => {
  const { commands } = await showEnds();
  await type(label, text);
  expect(commands).toEqual([`end at ${JSON.stringify(until)}`]);
});

test('ends stand beside each other, folded away they are told in words, and each is turned off by itself', async () => {
  const { commands } = await showEnds({ testAccuracy: 0.975, steps: 2000 });
  await expect.element(page.getByText('test accuracy 97.5 % · 2,000 steps')).toBeVisible();
  await expect.element(page.getByLabelText('Accuracy, %', { exact: true })).toHaveValue('97.5');
  await type('Steps', 'off');
  expect(commands).toEqual(['end at {"testAccuracy":0.975}']);
  await expect.element(page.getByText('test accuracy 97.5 %', { exact: true })).toBeVisible();
});

test('an accuracy above all is refused in a sentence', async () => {
  const { commands } = await showEnds();
  await type('Accuracy, %', '101');
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('The accuracy must be off, or a number from 1 to 100. off stays in force.');
  expect(commands).toEqual([]);
});
