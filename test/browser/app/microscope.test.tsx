import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AnnounceProvider } from '../../../src/app/announceContext';
import { PadProvider } from '../../../src/app/digits/padContext';
import { MicroscopePanel } from '../../../src/app/microscope/MicroscopePanel';
import type { Askable } from '../../../src/app/probe';
import type { Session } from '../../../src/app/session';
import { SessionProvider } from '../../../src/app/sessionContext';
import { adam, xorRecipe } from '../../../src/training/recipes';
import type {
  Dissection,
  DissectionQuestion,
  NetworkCheck,
  ParameterStep,
  RunInfo,
} from '../../../src/training/trainer';
import { fakeSession, silentTrainer } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';
import '../../../src/app/components.css';

const stepOf = (before: number): ParameterStep => ({
  before,
  after: before - 0.01,
  gradient: 0.25,
  used: 0.25,
  momentsBefore: [0, 0],
  momentsAfter: [0.025, 0.0000625],
});

/** 2-4-1 of XOR: whatever layer is asked for, its neuron has inputs 1 and 0, weights 0.5 and −0.3, and bias 0.1. */
function dissectionOf(question: DissectionQuestion): Dissection {
  const isOutput = question.layer === 2;
  const x = [1, 0];
  const weights = [0.5, -0.3];
  return {
    question,
    rows: question.of.type === 'batch' ? 4 : 1,
    row: question.of.type === 'batch' ? question.of.row : 0,
    input: Float32Array.from(x),
    answer: Float32Array.of(0.75),
    target: Float32Array.of(1),
    loss: { kind: 'meanSquaredError', mean: 0.0625, terms: [0.0625] },
    outputs: new Float32Array(isOutput ? 1 : 4).fill(0.75),
    work: {
      type: 'neuron',
      inputs: {
        strongest: x.map((value, input) => ({
          input,
          weight: input,
          x: value,
          product: value * weights[input],
          step: stepOf(weights[input]),
        })),
        rest: { count: 0, zeros: 0, sum: 0 },
      },
      bias: stepOf(0.1),
      z: 0.6,
      activation: isOutput ? 'sigmoid' : 'tanh',
      a: 0.75,
      softmax: null,
      lastLayer: question.layer + 1,
      outputGradient: -0.5,
      weightedGradient: null,
      delta: -0.09375,
      errors: isOutput
        ? null
        : {
            strongest: [{ unit: 0, weight: 2, delta: -0.25, product: -0.5 }],
            rest: { count: 0, zeros: 0, sum: 0 },
          },
    },
    step: {
      optimizer: adam(0.01),
      rate: 0.01,
      number: 1,
      regularization: { maxNorm: null, l1: 0, l2: 0, weightDecay: 0 },
      gradientNorm: 1,
      isRefused: false,
    },
    steps: 0,
  };
}

const info: RunInfo = {
  spec: xorRecipe,
  parameters: 17,
  layers: [
    { name: '0', title: 'hidden 1', hasRelu: false },
    { name: '2', title: 'output', hasRelu: false },
  ],
  kernels: 'wasm',
  trainRows: 4,
  testRows: 4,
};

/** The panel over a network that answers at once; `errors` are what the check finds, tensor by tensor, `rounding` what explains as much of each. */
async function showPanel(errors: readonly number[] = [1e-9, 1e-9, 1e-9, 1e-9], rounding = 0) {
  const questions: DissectionQuestion[] = [];
  const trainer: Askable = {
    ...silentTrainer,
    async dissect(question) {
      questions.push(question);
      if (question.of.type === 'batch' && question.of.row === 3) throw new Error('There is no such sample.');
      return dissectionOf(question);
    },
  };
  const session: Session = {
    ...fakeSession('xor', { info }).session,
    follow: ({ ask, listener }) => ({
      ask: (question) =>
        question === null
          ? listener(null, null, 0)
          : void ask(trainer, question).then((answer) => listener(answer, question, 1)),
      rest() {},
      close() {},
    }),
    checkGradients: async (index): Promise<NetworkCheck> => ({
      name: `tensor ${index}`,
      relativeError: errors[index],
      rounding,
      index: 0,
      backward: 0.5,
      difference: 0.5 + errors[index],
      tensors: errors.length,
      checked: 4,
      numbers: 4,
      rows: 4,
      tolerance: 1e-5,
      step: 12,
    }),
  };
  const screen = await render(
    <SessionProvider session={session}>
      <AnnounceProvider>
        <PadProvider>
          <MicroscopePanel />
        </PadProvider>
      </AnnounceProvider>
    </SessionProvider>,
  );
  return { screen, questions };
}

const formula = (text: string) => page.getByRole('math', { name: text, exact: true });

test('the last neuron is shown first: its sum, activation, loss, δ, gradient and step with their numbers', async () => {
  const { questions } = await showPanel();
  await expect.element(formula('z = 0.5000 · 1 + (−0.3000) · 0 + 0.1000 = 0.6000')).toBeVisible();
  for (const text of [
    'a = 1 / (1 + e^(− z)) = 1 / (1 + e^(− 0.6000)) = 0.7500',
    'L = (a − t)^2 = (0.7500 − 1)^2 = 0.06250',
    '∂L / ∂a = (2(a − t)) / (B · N) = (2(0.7500 − 1)) / (1 · 1) = −0.5000',
    'δ = ∂L / ∂z = ∂L / ∂a · a(1 − a) = −0.5000 · 0.7500(1 − 0.7500) = −0.09375',
    'm ← β_1 m + (1 − β_1)g = 0.9 · 0 + 0.1 · 0.2500 = 0.02500',
    'Δ w = 0.490000 − 0.500000 = −0.01000',
  ])
    await expect.element(formula(text)).toBeInTheDocument();
  expect(questions).toEqual([{ of: { type: 'row', row: 0 }, layer: 2, unit: 0 }]);
});

test('buttons and arrow keys go back and forward through the layers; an input of the table leads to its neuron', async () => {
  const { screen, questions } = await showPanel();
  await screen.getByRole('button', { name: '← Back', exact: true }).click();
  await expect
    .element(screen.getByRole('tab', { name: 'hidden 1' }))
    .toHaveAttribute('aria-selected', 'true');
  await expect.element(formula('∂L / ∂a = Σ_k w_k δ_k = 2 · (−0.2500) = −0.5000')).toBeInTheDocument();
  await expect
    .element(screen.getByRole('button', { name: '← Back', exact: true }))
    .toHaveAttribute('aria-disabled', 'true');
  screen.getByRole('tab', { name: 'hidden 1' }).element().focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(screen.getByRole('tab', { name: 'output' })).toHaveFocus();
  await screen.getByRole('button', { name: 'Back to neuron 2' }).click();
  await expect.element(screen.getByLabelText('Neuron', { exact: true })).toHaveValue('2');
  expect(questions.at(-1)).toEqual({ of: { type: 'row', row: 0 }, layer: 0, unit: 1 });
});

test('a neuron is chosen by its number, and by a tap on the picture of its layer', async () => {
  const { screen, questions } = await showPanel();
  await screen.getByRole('tab', { name: 'hidden 1' }).click();
  const field = screen.getByLabelText('Neuron', { exact: true });
  await field.fill('4');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('img', { name: /neuron 4 is chosen/ })).toBeVisible();
  const picture = screen.getByRole('img', { name: /^What hidden 1 gives/ });
  const { width, height } = picture.element().getBoundingClientRect();
  await picture.click({ position: { x: 0.375 * width, y: height / 2 } });
  await expect.element(field).toHaveValue('2');
  expect(questions.at(-1)).toMatchObject({ layer: 0, unit: 1 });
  await field.fill('5');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByText(/The neuron must be a whole number from 1 to 4/)).toBeVisible();
});

test('of a mini-batch each sample can be looked at, and what can’t be is said', async () => {
  const { screen, questions } = await showPanel();
  await screen.getByLabelText('Look at').selectOptions('the next mini-batch');
  await expect.element(screen.getByText('sample 1 of the next 4, a = 1, b = 0: wanted 1')).toBeVisible();
  await expect
    .element(formula('∂L / ∂w = Σ δ x = (−0.09375) · 1 + 0.3438 (other samples) = 0.2500'))
    .toBeInTheDocument();
  const field = screen.getByLabelText('sample', { exact: true });
  await field.fill('4');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByText('There is no such sample.')).toBeVisible();
  expect(questions.at(-1)).toMatchObject({ of: { type: 'batch', row: 3 } });
});

test('the weight that is chosen is followed into the optimizer', async () => {
  const { screen } = await showPanel();
  await screen.getByRole('button', { name: 'neuron 2', exact: true }).click();
  await expect
    .element(screen.getByRole('heading', { name: 'Gradient of the weight from neuron 2' }))
    .toBeVisible();
  await expect.element(formula('Δ w = −0.310000 − (−0.300000) = −0.01000')).toBeInTheDocument();
  await screen.getByRole('button', { name: 'bias', exact: true }).click();
  await expect.element(formula('∂L / ∂b = δ = −0.09375 = 0.2500')).toBeInTheDocument();
});

test.each([
  [[1e-9, 2e-8], /^Right at step 12: every gradient agrees within 1 × 10⁻⁵ .* off by 2\.0 × 10⁻⁸\.$/, 0],
  [[1e-9, 3e-3], /^Wrong at step 12: in tensor 1 gradients are off/, 0],
  [[Number.NaN, 1e-9], /^Wrong at step 12: in tensor 0 gradients are off/, 0],
  [
    [1e-9, 3e-3],
    /^Right at step 12, as far as differences can tell: in tensor 1 the gradients are so small/,
    4e-3,
  ],
  [[1e-9, 3e-2], /^Wrong at step 12: in tensor 1 gradients are off/, 4e-3],
] as const)('the gradient check gives its verdict on errors of %s', async (errors, verdict, rounding) => {
  const { screen } = await showPanel(errors, rounding);
  await screen.getByRole('button', { name: 'Check gradients' }).click();
  await expect.element(screen.getByTestId('gradient-verdict')).toHaveTextContent(verdict);
  await expect.element(screen.getByRole('rowheader', { name: 'tensor 1' })).toBeVisible();
});
