/** The stage of Shapes by mouse, finger and keys, over a network whose answers the test gives. */
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AnnounceProvider } from '../../../src/app/announceContext';
import type { FollowOptions } from '../../../src/app/probe';
import { SessionProvider } from '../../../src/app/sessionContext';
import { ShapesStage } from '../../../src/app/space2d/ShapesStage';
import { shapePoints } from '../../../src/datasets/shapes2d';
import { shapesRecipe, usualShapes } from '../../../src/training/shapesRecipes';
import type { DataSpec, OwnShapesData, ShapesData } from '../../../src/training/trainer';
import { fakeSession, silentTrainer } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';

const few: OwnShapesData = {
  type: 'shapes',
  pattern: 'own',
  names: ['red', 'blue'],
  trainShare: 0.7,
  train: [-0.6, 0.6, 0, 0.6, 0.6, 1, -0.6, -0.6, 1],
  test: [0.6, -0.6, 1],
};

/** Of every place: class 1 at the left, class 2 at the right, the surer the further from the middle. */
const byX = (inputs: Float32Array): Float32Array =>
  Float32Array.from({ length: inputs.length / 2 }, (_, row) => 0.5 + inputs[2 * row] / 2.6);

async function showStage(data: ShapesData) {
  const fake = fakeSession('shapes', { spec: shapesRecipe(data) });
  /** At how many points the network was asked. */
  const asked: number[] = [];
  const following: typeof fake.session = {
    ...fake.session,
    follow: <Question, Answer>({ ask, listener }: FollowOptions<Question, Answer>) => ({
      ask(question: Question | null) {
        if (question === null) return;
        const trainer = {
          ...silentTrainer,
          predict(inputs: Float32Array) {
            asked.push(inputs.length / 2);
            return Promise.resolve({ outputs: byX(inputs), step: 0 });
          },
          weights: () => Promise.resolve([]),
        };
        void ask(trainer, question).then(
          (answer) => listener(answer, question, 1),
          () => {},
        );
      },
      rest() {},
      close() {},
    }),
  };
  const screen = await render(
    <SessionProvider session={following}>
      <AnnounceProvider>
        <div style={{ width: '40rem', containerName: 'page', containerType: 'inline-size' }}>
          <ShapesStage />
        </div>
      </AnnounceProvider>
    </SessionProvider>,
  );
  const surface = screen.getByRole('application', { name: 'Crosshair over the surface' });
  const touched = surface.element();
  const say = (type: string, x: number, y: number, pointerType = 'mouse') => {
    const { left, top, width, height } = touched.getBoundingClientRect();
    touched.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        pointerId: 1,
        pointerType,
        clientX: left + ((x + 1.25) / 2.5) * width,
        clientY: top + (1 - (y + 1.25) / 2.5) * height,
      }),
    );
  };
  /** The pixel of a canvas of the surface at a place: 0 of what is learned, 1 of the points on it. */
  const pixel = (layer: number, x: number, y: number): readonly number[] => {
    const canvas = touched.parentElement?.querySelectorAll('canvas')[layer];
    const at = (share: number, size: number) => Math.round(share * (size - 1));
    if (!canvas) throw new Error('There is no such canvas.');
    const place = [at((x + 1.25) / 2.5, canvas.width), at(1 - (y + 1.25) / 2.5, canvas.height)] as const;
    return [...(canvas.getContext('2d')?.getImageData(...place, 1, 1).data ?? [])];
  };
  const newest = (): DataSpec | undefined => fake.changed.at(-1);
  return { ...fake, screen, surface, touched, say, pixel, newest, asked };
}

const targetsOf = (data: DataSpec | undefined) =>
  data?.type === 'shapes' ? [...shapePoints(data).train, ...shapePoints(data).test] : [];

test('the probability of the class under the pointer is said, and goes when the pointer does', async () => {
  const { screen, say, touched } = await showStage(few);
  say('pointermove', 0.65, 0);
  await expect.element(screen.getByText(/^\(0\.6\d, 0\.0\d\) → blue, 7\d\.\d %$/)).toBeVisible();
  say('pointermove', -1.2, 0);
  await expect.element(screen.getByText(/→ red, 9\d\.\d %$/)).toBeVisible();
  touched.dispatchEvent(
    new PointerEvent('pointerout', { bubbles: true, pointerId: 1, relatedTarget: document.body }),
  );
  await expect.element(screen.getByText(/→ red/)).not.toBeInTheDocument();
});

test('where it is tapped or clicked the crosshair stays, and what is answered there is said on', async () => {
  const { screen, surface, touched } = await showStage(few);
  await userEvent.click(surface, { position: { x: touched.clientWidth * 0.09, y: 50 } });
  touched.dispatchEvent(
    new PointerEvent('pointerout', { bubbles: true, pointerId: 1, relatedTarget: document.body }),
  );
  await expect.element(screen.getByText(/^\(−1\.0\d, \d\.\d\d\) → red, [89]\d\.\d %$/)).toBeVisible();
  await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}');
  await expect.element(screen.getByText(/^\(−0\.7\d, /).first()).toBeVisible();
});

test('at full speed the surface asks at fewer points, at a pace and while nothing is trained at more', async () => {
  const { asked, show, pixel } = await showStage(few);
  const most = () => Math.max(...asked.splice(0));
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  expect(most()).toBe(72 ** 2);
  show({ status: 'training', stepsPerSecond: null });
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  expect(most()).toBe(48 ** 2);
  await expect.poll(() => pixel(0, -1.2, 1.2)[3]).toBe(255);
  expect(pixel(0, -1.2, 1.2)).toEqual(pixel(0, -1.2, -1.2));
  show({ status: 'training', stepsPerSecond: 300 });
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  expect(most()).toBe(72 ** 2);
});

test('discretized, both sides of the border are as strong; without it the nearer the paler', async () => {
  const { screen, pixel } = await showStage(few);
  await expect.poll(() => pixel(0, 1.1, 0)[3]).toBe(255);
  expect(pixel(0, 0.1, 0)).not.toEqual(pixel(0, 1.1, 0));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Discretize' }));
  await expect.poll(() => pixel(0, 0.1, 0)).toEqual(pixel(0, 1.1, 0));
  expect(pixel(0, -0.1, 0)).not.toEqual(pixel(0, 0.1, 0));
});

test('points to learn from are filled, those of the test hollow, and can be hidden', async () => {
  const { screen, pixel } = await showStage(few);
  await expect.poll(() => pixel(1, 0.6, 0.6)[3]).toBe(255);
  expect(pixel(1, 0.6, -0.6)[3]).toBe(255);
  expect(pixel(1, 0.6, -0.6)).not.toEqual(pixel(1, 0.6, 0.6));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Test points' }));
  await expect.poll(() => pixel(1, 0.6, -0.6)[3]).toBe(0);
  expect(pixel(1, 0.6, 0.6)[3]).toBe(255);
});

test('how many points there are, and how many of each part are answered wrong', async () => {
  const { screen } = await showStage(few);
  await expect
    .element(screen.getByTestId('points-summary'))
    .toHaveTextContent('3 to learn from (1 wrong) · 1 for the test (0 wrong)');
});

test.each(['mouse', 'touch'])(
  'by %s a stroke paints points of the chosen class, and Undo takes it back',
  async (pointerType) => {
    const { screen, say, newest, touched } = await showStage({ ...few, train: [], test: [] });
    touched.setPointerCapture = () => {};
    say('pointerdown', 0, 0, pointerType);
    say('pointerup', 0, 0, pointerType);
    expect(newest()).toBeUndefined();
    await userEvent.click(screen.getByRole('radio', { name: 'Paint blue' }));
    expect(getComputedStyle(touched).touchAction).toBe('none');
    say('pointerdown', -0.5, 0.5, pointerType);
    say('pointermove', 0, 0.5, pointerType);
    say('pointermove', 0.5, 0.5, pointerType);
    say('pointerup', 0.5, 0.5, pointerType);
    const points = targetsOf(newest());
    expect(points).toHaveLength(9);
    expect(points.filter((_, at) => at % 3 === 2)).toEqual([1, 1, 1]);
    for (const [index, x] of [-0.5, 0, 0.5].entries()) {
      const xs = points.filter((_, at) => at % 3 === 0).sort((a, b) => a - b);
      expect(Math.abs(xs[index] - x)).toBeLessThan(0.02);
    }
    await userEvent.click(screen.getByRole('button', { name: 'Undo', exact: true }));
    expect(targetsOf(newest())).toHaveLength(0);
  },
);

test('by keys: a crosshair is moved, paints with Space, erases with Delete, and Ctrl+Z undoes', async () => {
  const { screen, touched, newest } = await showStage({ ...few, train: [], test: [] });
  screen.getByRole('radio', { name: 'Paint red' }).element().focus();
  await userEvent.keyboard(' ');
  touched.focus();
  await userEvent.keyboard('{ArrowRight}{ArrowUp} ');
  expect(targetsOf(newest())).toEqual([0.05, 0.05, 0]);
  await expect.element(screen.getByTestId('announcements')).toHaveTextContent(/A point of red/);
  await userEvent.keyboard('{Delete}');
  expect(targetsOf(newest())).toEqual([]);
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(targetsOf(newest())).toEqual([0.05, 0.05, 0]);
});

test('the table that can’t be read is kept, with what is wrong in it; the mended one is taken', async () => {
  const { screen, commands, touched } = await showStage(few);
  await userEvent.click(screen.getByRole('button', { name: 'From a table' }));
  const table = screen.getByLabelText('Table', { exact: true });
  await userEvent.fill(table, '0,0,a!');
  await userEvent.click(screen.getByRole('button', { name: 'Use these points' }));
  await expect.element(screen.getByRole('alert')).toHaveTextContent('There is an exclamation mark.');
  await expect.element(table).toHaveValue('0,0,a!');
  await userEvent.fill(table, '0,0,a');
  await expect.element(screen.getByRole('alert')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Use these points' }));
  expect(commands).toEqual(['take 0,0,a!', 'take 0,0,a']);
  expect(document.querySelector('dialog[open]')).toBeNull();
  expect(touched.isConnected).toBe(true);
});

test('of values, five strengths are painted with, and there are no classes', async () => {
  const { screen } = await showStage(usualShapes('waves'));
  await expect.element(screen.getByRole('radio', { name: 'Paint value −0.50' })).toBeInTheDocument();
  expect(screen.getByRole('radio').elements()).toHaveLength(7);
});
