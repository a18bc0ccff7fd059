import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { TeachIt } from '../../../src/app/myDigits/TeachIt';
import { SessionProvider } from '../../../src/app/sessionContext';
import { fakeSession } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';
import '../../../src/app/components.css';

const marks = (right: number, accuracy: number) => ({
  right,
  test: { step: 0, loss: 0.1, accuracy, rows: 10_000 },
});

async function showTeachIt(count: number) {
  const fake = fakeSession('digits');
  const screen = await render(
    <SessionProvider session={fake.session}>
      <TeachIt images={new Uint8Array(784 * count)} labels={new Uint8Array(count)} />
    </SessionProvider>,
  );
  fake.show({
    info: {
      spec: fake.session.getState().run.spec,
      parameters: 1,
      layers: [],
      kernels: 'wasm',
      trainRows: 60_000,
      testRows: 10_000,
    },
  });
  return { ...fake, screen };
}

test('without digits there is nothing to teach, and it says how to get some', async () => {
  const { screen, commands } = await showTeachIt(0);
  await expect.element(screen.getByText('Keep a digit first: draw it, and tap what it is.')).toBeVisible();
  (screen.getByRole('button', { name: 'Teach it' }).element() as HTMLElement).click();
  expect(commands).toEqual([]);
});

test('share, steps and how often each digit comes are said, and taught as they are set', async () => {
  const { screen, commands } = await showTeachIt(5);
  await expect.element(screen.getByText('Each of your 5 digits comes about 768 times.')).toBeVisible();
  await userEvent.fill(screen.getByLabelText('Share, %'), '50');
  await userEvent.fill(screen.getByLabelText('Steps', { exact: true }), '100');
  await userEvent.tab();
  await expect.element(screen.getByText('Each of your 5 digits comes about 640 times.')).toBeVisible();
  await screen.getByRole('button', { name: 'Teach it' }).click();
  expect(commands).toEqual(['teach 100 steps, 0.5 of each batch']);
});

test('a share that can’t be is answered with what can', async () => {
  const { screen } = await showTeachIt(5);
  await userEvent.fill(screen.getByLabelText('Share, %'), '120');
  await userEvent.tab();
  await expect
    .element(screen.getByRole('alert'))
    .toHaveTextContent('The share must be a whole number from 1 to 90. 20 stays in force.');
});

test('the card tells what was learned and what was forgotten, and a lesson can be undone', async () => {
  const { screen, commands, show } = await showTeachIt(5);
  show({
    status: 'idle',
    lesson: { digits: 5, share: 0.2, steps: 300, before: marks(2, 0.977), after: marks(5, 0.9749) },
  });
  const card = screen.getByTestId('lesson');
  await expect.element(card).toHaveTextContent('your 5 digits40.00 %100.00 %+60.00');
  await expect.element(card).toHaveTextContent('10,000 test digits97.70 %97.49 %−0.21');
  await expect
    .element(card)
    .toHaveTextContent('It reads 3 more of your digits. It forgot 21 of 10,000 test digits.');
  await screen.getByRole('button', { name: 'Undo the lesson' }).click();
  expect(commands).toEqual(['undo lesson']);
});

test('while it is taught there is no second lesson, and nothing to undo', async () => {
  const { screen, commands, show } = await showTeachIt(5);
  show({
    status: 'training',
    lesson: { digits: 5, share: 0.2, steps: 300, before: marks(2, 0.977), after: null },
  });
  await expect.element(screen.getByRole('status')).toHaveTextContent('Teaching for 300 steps.');
  (screen.getByRole('button', { name: 'Teach it' }).element() as HTMLElement).click();
  await expect.element(screen.getByRole('button', { name: 'Undo the lesson' })).not.toBeInTheDocument();
  expect(commands).toEqual([]);
});
