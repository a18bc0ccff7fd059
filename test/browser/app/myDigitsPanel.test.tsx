import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AnnounceProvider } from '../../../src/app/announceContext';
import { Drawing } from '../../../src/app/digits/drawing';
import { PadProvider, usePad } from '../../../src/app/digits/padContext';
import type { DigitStorage } from '../../../src/app/myDigits/digitStorage';
import { MyDigitsPanel } from '../../../src/app/myDigits/MyDigitsPanel';
import { createMyDigits } from '../../../src/app/myDigits/myDigits';
import type { PadTruth } from '../../../src/app/myDigits/padTruth';
import { takeIn } from '../../../src/app/myDigits/takeIn';
import type { Askable } from '../../../src/app/probe';
import type { Session } from '../../../src/app/session';
import { SessionProvider } from '../../../src/app/sessionContext';
import { mostDigits } from '../../../src/training/fileFormats';
import type { LabelledDigit } from '../../../src/training/trainer';
import { labelledDigits } from '../../support/labelledDigits';
import { fakeSession, silentTrainer } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';
import '../../../src/app/components.css';

const storage: DigitStorage = {
  read: () => Promise.resolve({ digits: [], unreadable: [] }),
  write: () => Promise.resolve(),
  close: () => undefined,
};

/** `reads`: what the network says to the digit that is a row of its question. */
async function showPanel(
  digits: readonly LabelledDigit[],
  reads: (row: number) => number,
  more?: Partial<Session>,
) {
  const { session } = fakeSession('digits');
  const run = { ...session.getState().run, info: { spec: session.getState().run.spec } as never };
  const questions: Float32Array[] = [];
  const network: Askable = {
    ...silentTrainer,
    predict(inputs) {
      questions.push(inputs);
      const rows = inputs.length / 784;
      const outputs = new Float32Array(10 * rows).fill(0.01);
      // The later, the less sure.
      for (let row = 0; row < rows; row++) outputs[10 * row + reads(row)] = 0.9 - row / 10_000;
      return Promise.resolve({ outputs, step: 0 });
    },
  };
  const answering: Session = {
    ...session,
    getState: () => ({ problem: 'digits', run }),
    follow: ({ ask, listener }) => ({
      ask(question) {
        if (question !== null) void ask(network, question).then((answer) => listener(answer, question, 0));
      },
      rest() {},
      close() {},
    }),
    ...more,
  };
  const myDigits = createMyDigits(() => storage);
  const drawing = new Drawing();
  let truth: PadTruth | null = null;
  function Truth() {
    truth = usePad().truth;
    return null;
  }
  const pageWith = (isOpen: boolean) => (
    <SessionProvider session={answering}>
      <AnnounceProvider>
        <PadProvider drawing={drawing} myDigits={myDigits}>
          <Truth />
          {isOpen && <MyDigitsPanel />}
        </PadProvider>
      </AnnounceProvider>
    </SessionProvider>
  );
  const screen = await render(pageWith(true));
  const setOpen = (isOpen: boolean) => screen.rerender(pageWith(isOpen));
  if (digits.length > 0) {
    takeIn(digits, myDigits);
    myDigits.say(null);
  }
  const options = screen.getByRole('listbox', { name: 'My digits' }).getByRole('option');
  const names = () => options.elements().map((option) => option.getAttribute('aria-label'));
  return { screen, setOpen, myDigits, drawing, truth: () => truth!, options, names, questions };
}

const four = labelledDigits(4);
/** Reads the second as a 9, the rest right. */
const oneWrong = (row: number) => (row % 4 === 1 ? 9 : row % 4);

test('empty, it says what will be here and how to get it', async () => {
  const { screen } = await showPanel([], () => 0);
  await expect.element(screen.getByText('No digits yet')).toBeVisible();
  await expect
    .element(screen.getByText(/Draw a digit, then tap in “The network says” what it really is/))
    .toBeVisible();
  await expect
    .element(screen.getByRole('button', { name: 'Export' }))
    .toHaveAttribute('aria-disabled', 'true');
});

test('all are asked about in one question; each tile says what it is and what is read instead; newest first, or mistakes', async () => {
  const { screen, names, questions } = await showPanel(four, oneWrong);
  await expect.element(screen.getByTestId('my-score')).toHaveTextContent('3 of 4 right');
  expect(questions.at(-1)?.length).toBe(4 * 784);
  expect(questions.at(-1)?.slice(0, 784)).toEqual(Float32Array.from(four[0].image, (byte) => byte / 255));
  expect(names()).toEqual(['3, read right', '2, read right', '1, read as 9', '0, read right']);
  await screen.getByLabelText('Order').selectOptions('mistakes');
  await expect.poll(names).toEqual(['1, read as 9', '3, read right', '2, read right', '0, read right']);
});

test('those chosen are relabelled, and counted anew; Undo gives them back what they were', async () => {
  const { screen, myDigits, options } = await showPanel(four, oneWrong);
  await expect.element(screen.getByTestId('my-score')).toHaveTextContent('3 of 4 right');
  await options.nth(2).click();
  await options.nth(3).click();
  await screen
    .getByRole('group', { name: '2 chosen. Label them as:' })
    .getByRole('button', { name: '9' })
    .click();
  expect(myDigits.get().digits.map(({ label }) => label)).toEqual([9, 9, 2, 3]);
  await expect.element(screen.getByTestId('my-message')).toHaveTextContent('2 digits labelled as a 9.');
  await expect.element(screen.getByTestId('my-score')).toHaveTextContent('3 of 4 right');
  await screen.getByRole('button', { name: 'Undo' }).click();
  expect(myDigits.get().digits.map(({ label }) => label)).toEqual([0, 1, 2, 3]);
  expect(document.activeElement).toBe(screen.getByTestId('my-score').element());
});

test('those chosen are deleted, or all; Undo brings them back', async () => {
  const { screen, myDigits, options } = await showPanel(four, oneWrong);
  await options.nth(0).click();
  await screen.getByRole('button', { name: 'Delete', exact: true }).click();
  expect(myDigits.get().digits.map(({ label }) => label)).toEqual([0, 1, 2]);
  await screen.getByRole('button', { name: 'Delete all' }).click();
  expect(myDigits.get().digits).toEqual([]);
  await expect.element(screen.getByTestId('announcements')).toHaveTextContent('3 digits deleted.');
  await screen.getByRole('button', { name: 'Undo' }).click();
  expect(myDigits.get().digits.map(({ label }) => label)).toEqual([0, 1, 2]);
});

test('what was done is announced once, not again when the panel is opened again', async () => {
  const { screen, setOpen, myDigits, options } = await showPanel(four, oneWrong);
  await options.nth(0).click();
  await screen.getByRole('button', { name: 'Delete', exact: true }).click();
  const said = screen.getByTestId('announcements');
  await expect.element(said).toHaveTextContent('1 digit deleted.');
  const line = said.element().firstChild;
  await setOpen(false);
  await setOpen(true);
  await expect.element(screen.getByTestId('my-message')).toHaveTextContent('1 digit deleted.');
  expect(said.element().firstChild).toBe(line);
  expect(myDigits.get().message).not.toBeNull();
});

test('one with strokes is put on the pad, where it is marked as what it is; one without, as its image', async () => {
  const [drawn, other] = four;
  const { screen, drawing, truth, options } = await showPanel([drawn, { ...other, strokes: null }], oneWrong);
  drawing.begin({ x: 1, y: 1 });
  drawing.lift();
  const put = screen.getByRole('button', { name: 'Put on the pad' });
  await expect.element(options.nth(0)).toBeVisible();
  await options.nth(0).click();
  await put.click();
  expect(drawing.strokes).toEqual([]);
  expect(drawing.image?.caption).toBe(`An image of my digits: a ${other.label}.`);
  await options.nth(0).click();
  await options.nth(1).click();
  await put.click();
  expect(drawing.strokes).toEqual(drawn.strokes);
  await expect.poll(() => truth().get()).toBe(0);
});

test('by keyboard: arrows go, Space and Shift choose, a digit labels, Delete deletes, Escape chooses none', async () => {
  const { screen, myDigits, options } = await showPanel(four, oneWrong);
  await expect.element(options.nth(0)).toBeVisible();
  const list = screen.getByRole('listbox', { name: 'My digits' });
  (list.element() as HTMLElement).focus();
  const chosen = () => options.elements().map((option) => option.getAttribute('aria-selected') === 'true');
  await userEvent.keyboard('{ArrowRight} ');
  expect(chosen()).toEqual([false, true, false, false]);
  expect(list.element().getAttribute('aria-activedescendant')).toBe(options.nth(1).element().id);
  await userEvent.keyboard('{Shift>}{End}{/Shift}');
  expect(chosen()).toEqual([false, true, true, true]);
  await userEvent.keyboard('{Escape}');
  expect(chosen()).toEqual([false, false, false, false]);
  await userEvent.keyboard('{Home} 7');
  expect(myDigits.get().digits.map(({ label }) => label)).toEqual([0, 1, 2, 7]);
  await userEvent.keyboard('{Control>}a{/Control}');
  expect(chosen()).toEqual([true, true, true, true]);
  await userEvent.keyboard('{Delete}');
  expect(myDigits.get().digits).toEqual([]);
});

test('of a file digits that are here already are left out, which is said; Undo takes the rest out again', async () => {
  const given = [...four, ...labelledDigits(3, 2), { ...four[0], label: 5 }];
  const { screen, myDigits } = await showPanel(four, oneWrong, {
    importDigits: () => Promise.resolve(given),
  });
  await userEvent.upload(screen.getByLabelText('Import'), new File(['x'], 'digits.npz'));
  await expect
    .element(screen.getByTestId('my-message'))
    .toHaveTextContent('3 digits imported. 5 digits left out, as the same image is here already.');
  expect(myDigits.get().digits).toHaveLength(7);
  await screen.getByRole('button', { name: 'Undo' }).click();
  expect(myDigits.get().digits.map(({ label }) => label)).toEqual([0, 1, 2, 3]);
});

test('a file that is refused, or for which there is no room, changes nothing and says why', async () => {
  const reasons = ['The file is a PNG image. Choose a file of digits: .npz or .json.'];
  const { screen, myDigits } = await showPanel(four, oneWrong, {
    importDigits: () =>
      reasons.length > 0
        ? Promise.reject(new Error(reasons.pop()))
        : Promise.resolve(labelledDigits(mostDigits, 2)),
  });
  const input = screen.getByLabelText('Import');
  await userEvent.upload(input, new File(['x'], 'digits.npz'));
  await expect
    .element(screen.getByTestId('my-message'))
    .toHaveTextContent(
      'The file is a PNG image. Choose a file of digits: .npz or .json. Nothing was changed.',
    );
  await userEvent.upload(input, new File(['x'], 'digits.npz'));
  await expect
    .element(screen.getByTestId('my-message'))
    .toHaveTextContent('There is room for 1,996 more of at most 2,000 digits');
  expect(myDigits.get().digits).toHaveLength(4);
});

test('of 2,000 digits only the rows in sight are there, and the last one is a key away', async () => {
  const { screen, options } = await showPanel(labelledDigits(mostDigits), () => 0);
  await expect.element(screen.getByTestId('my-score')).toHaveTextContent('200 of 2,000 right');
  expect(options.elements().length).toBeLessThan(500);
  const list = screen.getByRole('listbox', { name: 'My digits' });
  (list.element() as HTMLElement).focus();
  await userEvent.keyboard('{End}');
  const last = () =>
    options.elements().find((option) => option.getAttribute('aria-posinset') === `${mostDigits}`);
  await expect.poll(() => last()?.id).toBe(list.element().getAttribute('aria-activedescendant'));
  const [box, view] = [last()!, list.element()].map((element) => element.getBoundingClientRect());
  expect(box.bottom).toBeLessThanOrEqual(view.bottom);
});
