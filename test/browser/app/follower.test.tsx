import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { FollowerCard } from '../../../src/app/charts/FollowerCard';
import { Drawing } from '../../../src/app/digits/drawing';
import { PadProvider } from '../../../src/app/digits/padContext';
import type { ProbeListener } from '../../../src/app/probe';
import { SessionProvider } from '../../../src/app/sessionContext';
import { fakeSession } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';

/** The card, and `say`: what the network says of the drawing at a step, in the share of a digit. */
async function showCard() {
  const { session } = fakeSession('digits');
  let question: Float32Array | null = null;
  let listener: ProbeListener | null = null;
  const drawing = new Drawing();
  const probing: typeof session = {
    ...session,
    probe(heard) {
      listener = heard;
      return {
        ask(inputs) {
          question = inputs;
        },
        rest() {},
        close() {},
      };
    },
  };
  const screen = await render(
    <SessionProvider session={probing}>
      <PadProvider drawing={drawing}>
        <FollowerCard />
      </PadProvider>
    </SessionProvider>,
  );
  const say = (step: number, digit: number, share: number): void => {
    const outputs = new Float32Array(10).fill((1 - share) / 9);
    outputs[digit] = share;
    listener?.({ outputs, step }, question, 1);
  };
  return { screen, drawing, say, asked: () => question !== null };
}

const drawOne = (drawing: Drawing): void => {
  drawing.begin({ x: 100, y: 40 });
  drawing.extend([{ x: 100, y: 240 }]);
  drawing.lift();
};

test('without a drawing the card says what will be there', async () => {
  const { screen } = await showCard();
  await expect.element(screen.getByText('Draw a digit: how it is read will be followed here.')).toBeVisible();
});

test('the probability of the answer is followed over the steps, from the first to the newest', async () => {
  const { screen, drawing, say, asked } = await showCard();
  drawOne(drawing);
  await expect.poll(asked).toBe(true);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  for (const [step, share] of [
    [0, 0.2],
    [50, 0.6],
    [1200, 0.99],
  ])
    say(step, 1, share);
  await expect
    .element(screen.getByRole('img'))
    .toHaveAccessibleName('The probability of 1 over the steps: 20.0 % at step 0, 99.0 % at step 1,200');
  await expect.element(screen.getByTestId('followed')).toHaveTextContent('99.00 %');
});

test('another drawing has a history of its own', async () => {
  const { screen, drawing, say, asked } = await showCard();
  drawOne(drawing);
  await expect.poll(asked).toBe(true);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  say(10, 1, 0.5);
  drawing.clear();
  drawOne(drawing);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  say(30, 7, 0.8);
  await expect
    .element(screen.getByRole('img'))
    .toHaveAccessibleName('The probability of 7 over the steps: 80.0 % at step 30, 80.0 % at step 30');
});
