import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AnnounceProvider } from '../../../src/app/announceContext';
import { Drawing } from '../../../src/app/digits/drawing';
import { PadProvider } from '../../../src/app/digits/padContext';
import type { Askable } from '../../../src/app/probe';
import type { Session } from '../../../src/app/session';
import { SessionProvider } from '../../../src/app/sessionContext';
import { WhyPanel } from '../../../src/app/why/WhyPanel';
import type { Explanation, ExplanationQuestion } from '../../../src/training/trainer';
import { fakeSession, silentTrainer } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';

/** Sure of `digit`, to 0.9. */
const sureOf = (digit: number) => Float32Array.from({ length: 10 }, (_, i) => (i === digit ? 0.9 : 0.01));

/** Ink at row 10, column 12 counts, and paper beside it; nothing else does. */
const marked = 9 * 28 + 11;

function explanationOf({ rival }: ExplanationQuestion): Explanation {
  const at = (value: number) => Float32Array.from({ length: 784 }, (_, i) => (i === marked ? value : 0));
  const answers = (then: number) => Int8Array.from({ length: 784 }, (_, i) => (i === marked ? then : 7));
  return {
    of: 'logits',
    score: 4.5,
    logOdds: Math.log(9),
    probability: 0.9,
    answer: 7,
    gradient: at(0.5),
    inputTimesGradient: at(0.25),
    occlusion: { side: 5, effects: at(Math.log(36)), answers: answers(1) },
    addedInk: { side: 3, effects: at(rival === null ? -0.5 : 0), answers: answers(7) },
    firstLayer: {
      units: 16,
      weightShape: [784],
      outputShape: [],
      contribution: 4.1,
      strongest: [
        {
          unit: 4,
          weights: at(1),
          outputs: Float32Array.of(2),
          contributions: Float32Array.of(-1.5),
          contribution: -1.5,
        },
      ],
    },
    step: 0,
  };
}

/** No answer comes before the question is over. */
const later = (answer: () => void): void => void Promise.resolve().then(answer);

/** The panel over a network that answers at once; `digit` is what it is sure of. */
async function showPanel() {
  const network = { digit: 7 };
  const questions: ExplanationQuestion[] = [];
  const trainer: Askable = {
    ...silentTrainer,
    explain: async (question) => {
      questions.push(question);
      return explanationOf(question);
    },
  };
  const session: Session = {
    ...fakeSession('digits').session,
    probe: (listener) => ({
      ask: (inputs) =>
        void (inputs && later(() => listener({ outputs: sureOf(network.digit), step: 0 }, inputs, 1))),
      rest() {},
      close() {},
    }),
    follow: ({ ask, listener }) => ({
      ask: (question) =>
        question === null
          ? later(() => listener(null, null, 0))
          : void ask(trainer, question).then((answer) => listener(answer, question, 1)),
      rest() {},
      close() {},
    }),
  };
  const drawing = new Drawing();
  const screen = await render(
    <SessionProvider session={session}>
      <AnnounceProvider>
        <PadProvider drawing={drawing}>
          <WhyPanel />
        </PadProvider>
      </AnnounceProvider>
    </SessionProvider>,
  );
  return { screen, drawing, network, questions };
}

function drawSeven(drawing: Drawing) {
  drawing.begin({ x: 40, y: 40 });
  drawing.extend([
    { x: 160, y: 40 },
    { x: 90, y: 180 },
  ]);
  drawing.lift();
}

const emptyState = /^Draw a digit on the pad: here will stand which of its ink/;

test('without a drawing it says what will be here, and asks nothing', async () => {
  const { screen, drawing, questions } = await showPanel();
  await expect.element(screen.getByText(emptyState)).toBeVisible();
  expect(questions).toEqual([]);
  drawSeven(drawing);
  await expect.element(screen.getByText('What the ink adds')).toBeVisible();
  drawing.clear();
  await expect.element(screen.getByText(emptyState)).toBeVisible();
});

test('the network’s answer is explained, also when it becomes another; then the class that is chosen', async () => {
  const { screen, drawing, network, questions } = await showPanel();
  drawSeven(drawing);
  await expect.element(screen.getByText('ink here speaks for 7')).toBeVisible();
  network.digit = 1;
  drawing.begin({ x: 60, y: 100 });
  await expect.element(screen.getByText('ink here speaks for 1')).toBeVisible();
  await screen.getByRole('button', { name: '3, 1.0 %' }).click();
  await expect.element(screen.getByText('ink here speaks for 3')).toBeVisible();
  network.digit = 9;
  drawing.extend([{ x: 130, y: 100 }]);
  await expect.element(screen.getByRole('button', { name: '9, 90.0 %' })).toBeVisible();
  expect(questions.at(-1)).toMatchObject({ classIndex: 3, rival: null });
  await screen.getByRole('button', { name: 'its answer' }).click();
  await expect.element(screen.getByText('ink here speaks for 9')).toBeVisible();
});

test('a class is held against another, never against itself', async () => {
  const { screen, drawing, questions } = await showPanel();
  drawSeven(drawing);
  await screen.getByLabelText('rather than').selectOptions('1');
  await expect.element(screen.getByText('ink here speaks for 7 rather than 1')).toBeVisible();
  await expect
    .element(
      screen.getByText('Of 7 and 1 alone, 7 has 90.0 %. Their logits differ by 4.50; the ink adds +0.25.'),
    )
    .toBeVisible();
  await screen.getByRole('button', { name: '1, 1.0 %' }).click();
  await expect.element(screen.getByText('ink here speaks for 1')).toBeVisible();
  expect(questions.at(-1)).toMatchObject({ classIndex: 1, rival: null });
});

test('each map reads out its strongest pixel, and the one that the arrow keys lead to', async () => {
  const { screen, drawing } = await showPanel();
  drawSeven(drawing);
  const [ink, missing, added] = ['ink', 'missing', 'added'].map((kind) => screen.getByTestId(`why-${kind}`));
  await expect.element(ink).toHaveTextContent(/^strongest \+0\.25/);
  await expect.element(missing).toHaveTextContent('strongest +3.58without it 90.0 % → 20.0 %, then a 1');
  await expect.element(added).toHaveTextContent('strongest −0.50with it 90.0 % → 84.5 %');
  const map = screen.getByRole('application', { name: /^If ink were missing/ });
  (map.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(missing).toHaveTextContent('row 10, column 13 0.00without it 90.0 % → 90.0 %');
  // The maps point to the same pixel.
  await expect.element(added).toHaveTextContent('row 10, column 13 0.00with it');
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(missing).toHaveTextContent('row 10, column 12 +3.58');
  await userEvent.keyboard('{Escape}');
  await expect.element(missing).toHaveTextContent('strongest +3.58');
});

test('of the first layer’s strongest neurons it says how active they are and what they give', async () => {
  const { screen, drawing } = await showPanel();
  drawSeven(drawing);
  await expect.element(screen.getByRole('img', { name: 'The weights of neuron 5' })).toBeVisible();
  await expect.element(screen.getByRole('listitem')).toHaveTextContent('neuron 5active 2.00−1.50');
  await expect.element(screen.getByText('Together −1.50 for 7; all 16 neurons +4.10.')).toBeVisible();
});
