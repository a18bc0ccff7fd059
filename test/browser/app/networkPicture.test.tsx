/** The network's picture: weights and biases are chosen on it, shown, set and frozen. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AnnounceProvider } from '../../../src/app/announceContext';
import { Feed } from '../../../src/app/feed';
import type { Askable, FollowOptions, Probe } from '../../../src/app/probe';
import { SessionProvider } from '../../../src/app/sessionContext';
import { NetworkPicture } from '../../../src/app/space2d/NetworkPicture';
import { edgeOf, pointOn } from '../../../src/app/space2d/netGeometry';
import { layOut, type Place } from '../../../src/app/space2d/netLayout';
import type { GridAnswer } from '../../../src/app/space2d/useGridAnswers';
import { planNetwork, xorRecipe } from '../../../src/training/recipes';
import type { NamedTensor } from '../../../src/training/trainer';
import { fakeSession, silentTrainer } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';
import '../../../src/app/components.css';

/** Weights and biases of XOR's 2-4-1, every one another: 0.01, −0.02, 0.03 … */
function someTensors(): NamedTensor[] {
  let count = 0;
  return planNetwork(xorRecipe.network).layers.flatMap(({ name, tensors }) =>
    tensors.map((tensor) => {
      const length = tensor.shape.reduce((product, side) => product * side, 1);
      const values = Float32Array.from({ length }, () => {
        count += 1;
        return (count % 2 === 0 ? -count : count) / 100;
      });
      return { name: `${name}.${tensor.name}`, shape: tensor.shape, values };
    }),
  );
}

async function showPicture() {
  const fake = fakeSession('xor');
  const tensors = someTensors();
  const trainer: Askable = {
    ...silentTrainer,
    weights: () => Promise.resolve(tensors.map((tensor) => ({ ...tensor, values: tensor.values.slice() }))),
    parameter: async ({ tensor, index }) => ({
      value: tensors.find(({ name }) => name === tensor)?.values[index] ?? Number.NaN,
      gradient: -0.0125,
      step: 3,
    }),
  };
  /** Asks again whatever was asked: the weights have changed. */
  const again = new Set<() => void>();
  const session: typeof fake.session = {
    ...fake.session,
    follow<Question, Answer>({ ask, listener }: FollowOptions<Question, Answer>): Probe<Question> {
      let question: Question | null = null;
      const answer = () => {
        const asked = question;
        if (asked !== null) void ask(trainer, asked).then((given) => listener(given, asked, 1));
      };
      again.add(answer);
      return {
        ask(next) {
          question = next;
          answer();
        },
        rest() {},
        close: () => void again.delete(answer),
      };
    },
  };
  const answers = new Feed<GridAnswer | null>(null);
  const screen = await render(
    <SessionProvider session={session}>
      <AnnounceProvider>
        <div style={{ width: 360 }}>
          <NetworkPicture answers={answers} inputs={['a', 'b']} />
        </div>
      </AnnounceProvider>
    </SessionProvider>,
  );
  const picker = screen.getByRole('application', { name: 'Weights and biases' });
  await expect.poll(() => picker.element().clientWidth).toBeGreaterThan(0);
  const layout = () => {
    const { clientWidth, clientHeight } = picker.element();
    return layOut([2, 4, 1], clientWidth, clientHeight);
  };
  // The picture stands where its box was measured to be, a frame after the box.
  await expect
    .poll(() => {
      const [[first]] = layout().columns;
      const frame = screen.container.querySelector('rect');
      const [x, y, side] = ['x', 'y', 'width'].map((name) => Number(frame?.getAttribute(name)));
      return Math.hypot(x + side / 2 - first.x, y + side / 2 - first.y);
    })
    .toBeLessThan(0.01);
  const point = ({ x, y }: Place, pointerType: 'mouse' | 'touch') => {
    const { left, top } = picker.element().getBoundingClientRect();
    const at = { clientX: left + x, clientY: top + y, button: 0, bubbles: true, pointerType };
    for (const type of ['pointerdown', 'pointerup'])
      picker.element().dispatchEvent(new PointerEvent(type, at));
  };
  const refresh = () => {
    for (const answer of again) answer();
  };
  return { ...fake, screen, picker, layout, point, tensors, refresh };
}

test('every bias has a ring, the output’s too, and the ring’s width says its size to a twentieth of a pixel', async () => {
  const { screen, tensors } = await showPicture();
  const rings = () => [...screen.container.querySelectorAll<SVGCircleElement>('circle[stroke-width]')];
  await expect.poll(() => rings().length).toBe(5);
  const widths = rings().map((ring) => Number(ring.getAttribute('stroke-width')));
  const sizes = [...tensors[1].values, ...tensors[3].values].map(Math.abs);
  for (const [i, size] of sizes.entries())
    expect(Math.abs(widths[i] - (0.5 + 2 * size))).toBeLessThanOrEqual(0.025 + 1e-6);
});

test('a click on a line chooses the weight that it stands for, with its value and gradient', async () => {
  const { screen, layout, point, tensors } = await showPicture();
  point(pointOn(edgeOf(layout(), 1, 3, 0), 0.3), 'mouse');
  const field = screen.getByRole('textbox', { name: 'w of output ← hidden 1, neuron 4' });
  await expect.element(field).toHaveValue(tensors[2].values[3].toFixed(4));
  await expect.element(screen.getByTestId('parameter-gradient')).toHaveTextContent('−0.0125');
});

test('a finger reaches further than a mouse', async () => {
  const { screen, layout, point } = await showPicture();
  const { x, y } = pointOn(edgeOf(layout(), 1, 0, 0), 0.3);
  const besides = { x: x + 11, y: y - 11 };
  point(besides, 'mouse');
  await expect.element(screen.getByRole('textbox', { name: 'w of hidden 1, neuron 1 ← a' })).toBeVisible();
  point(besides, 'touch');
  await expect
    .element(screen.getByRole('textbox', { name: 'w of output ← hidden 1, neuron 1' }))
    .toBeVisible();
});

test('a value that is typed is set, and while it is typed the one that moves does not come in between', async () => {
  const { screen, commands, tensors, refresh } = await showPicture();
  const field = screen.getByRole('textbox', { name: 'w of hidden 1, neuron 1 ← a' });
  await expect.element(field).toHaveValue('0.0100');
  await userEvent.fill(field, '1.');
  tensors[0].values[0] = 0.7;
  refresh();
  await userEvent.type(field, '5{Enter}');
  expect(commands).toContain('set layers.0.weight 0 to 1.5');
  await userEvent.tab();
  await expect.element(field).toHaveValue('0.7000');
});

test('what can’t be a value is answered by a sentence, and nothing is set', async () => {
  const { screen, commands } = await showPicture();
  const field = screen.getByRole('textbox', { name: 'w of hidden 1, neuron 1 ← a' });
  await expect.element(field).toHaveValue('0.0100');
  await userEvent.fill(field, 'much');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('alert')).toHaveTextContent('Value must be a number');
  expect(commands).toEqual([]);
});

test('Freeze adds to what is frozen and takes from it; a pin stands on what is', async () => {
  const { screen, tuned } = await showPicture();
  const freeze = screen.getByRole('checkbox', { name: 'Freeze' });
  await userEvent.click(freeze);
  await userEvent.selectOptions(screen.getByLabelText('Bias, or what the weight comes from'), 'bias');
  await expect.element(freeze).not.toBeChecked();
  await userEvent.click(freeze);
  const place = (tensor: string) => ({ tensor, index: 0 });
  const [weight, bias] = [place('layers.0.weight'), place('layers.0.bias')];
  expect(tuned).toEqual([{ frozen: [weight] }, { frozen: [weight, bias] }]);
  expect(screen.container.querySelectorAll('rect[width="5"]').length).toBe(2);
  await userEvent.click(freeze);
  expect(tuned.at(-1)).toEqual({ frozen: [weight] });
});

test('the neuron that is chosen is the one that is removed; the last one where none of its layer is', async () => {
  const { screen, commands } = await showPicture();
  await userEvent.selectOptions(screen.getByLabelText('Neuron', { exact: true }), 'neuron 3');
  await userEvent.click(screen.getByRole('button', { name: 'Remove neuron 3 of hidden 1' }));
  expect(commands[0]).toContain('"units":[0,1,3]');
  await userEvent.selectOptions(screen.getByLabelText('Layer', { exact: true }), 'output');
  await userEvent.click(screen.getByRole('button', { name: 'Remove neuron 3 of hidden 1' }));
  expect(commands[1]).toContain('"units":[0,1]');
});
