import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { App } from '../../../src/app/App';
import { fakeSession } from './fakeSession';

test('keys command the run, but not while something is typed or a control takes them itself', async () => {
  await page.viewport(1280, 800);
  const { session, commands } = fakeSession('xor');
  const screen = await render(<App session={session} />);
  (document.activeElement as HTMLElement | null)?.blur();
  await userEvent.keyboard(' sr2');
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
