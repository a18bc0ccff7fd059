import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { App } from '../../../src/app/App';
import { takesReset, takesTraining } from '../../../src/app/shell/readiness';
import type { RunInfo } from '../../../src/training/trainer';
import { fakeSession } from './fakeSession';

test('keys command the run, but not while something is typed or a control takes them itself', async () => {
  await page.viewport(1280, 800);
  const { session, commands } = fakeSession('xor');
  const screen = await render(<App session={session} />);
  (document.activeElement as HTMLElement | null)?.blur();
  await userEvent.keyboard(' sr3');
  expect(commands).toEqual(['train', 'step', 'reset', 'select digits']);

  commands.length = 0;
  await screen.getByLabelText('Seed', { exact: true }).click();
  await userEvent.keyboard('2s r');
  expect(commands).toEqual([]);

  // Space on a button is that button's.
  (screen.getByRole('button', { name: 'Step', exact: true }).element() as HTMLElement).focus();
  await userEvent.keyboard(' ');
  expect(commands).toEqual(['step']);
  await userEvent.keyboard('{Control>}s{/Control}');
  expect(commands).toEqual(['step']);
});

test('on the drawing pad no letter or digit commands the run', async () => {
  await page.viewport(1280, 800);
  window.history.replaceState(null, '', '#digits');
  const { session, commands } = fakeSession('digits');
  const screen = await render(<App session={session} />);
  (screen.getByLabelText('Drawing pad', { exact: true }).element() as HTMLElement).focus();
  await userEvent.keyboard('sr1 ');
  expect(commands).toEqual([]);
  await userEvent.keyboard('?');
  await expect.element(screen.getByRole('dialog')).toBeVisible();
});

test('Train, Step and Reset wait for the first network only; a lost worker leaves Reset', () => {
  const info = {} as RunInfo;
  const table = (['opening', 'idle', 'loading', 'training', 'failed'] as const).map((status) => [
    status,
    takesTraining({ status, info }),
    takesReset({ status, info }),
  ]);
  expect(table).toEqual([
    ['opening', true, true],
    ['idle', true, true],
    ['loading', true, true],
    ['training', true, true],
    ['failed', false, true],
  ]);
  expect(takesTraining({ status: 'opening', info: null })).toBe(false);
  expect(takesReset({ status: 'opening', info: null })).toBe(false);
});
