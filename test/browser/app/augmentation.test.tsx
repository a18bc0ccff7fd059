import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Recipe } from '../../../src/app/controls/Recipe';
import { withAugmentation } from '../../../src/app/controls/recipeEdit';
import { SessionProvider } from '../../../src/app/sessionContext';
import {
  convPadRecipe,
  digitsRecipe,
  noAugmentation,
  usualAugmentation,
} from '../../../src/training/recipes';
import { fakeSession } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';

const bent = withAugmentation(digitsRecipe, usualAugmentation);

async function showRecipe(change: Partial<ReturnType<typeof fakeSession>['session']> = {}) {
  const fake = fakeSession('digits');
  const session = { ...fake.session, ...change };
  const screen = await render(
    <SessionProvider session={session}>
      <Recipe />
    </SessionProvider>,
  );
  const line = screen.getByText('Augmentation', { exact: true });
  return { ...fake, session, screen, line };
}

/** Moves a slider as a pointer that is still down does. */
function dragTo(slider: Element, position: number): void {
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
  set?.call(slider, String(position));
  slider.dispatchEvent(new Event('input', { bubbles: true }));
}

test('bending is off and folded away; the usual strengths are one choice, and each can be 0', async () => {
  const { screen, line, rebuilt, sampled } = await showRecipe();
  await expect.element(line.element().parentElement).toHaveTextContent('off');
  await expect.element(screen.getByLabelText('Shift', { exact: true })).not.toBeVisible();
  // Digits are not fetched for a sheet that nobody sees.
  expect(sampled).toEqual([]);
  await line.click();
  await userEvent.selectOptions(screen.getByLabelText('Strengths', { exact: true }), 'usual');
  expect(rebuilt).toEqual([bent]);
  await expect.element(line.element().parentElement).toHaveTextContent('usual');
  await expect.element(screen.getByLabelText('Rotate', { exact: true })).toHaveValue('15');
  for (const name of ['Shift', 'Rotate', 'Scale', 'Shear', 'Elastic', 'Pen']) {
    await userEvent.fill(screen.getByLabelText(name, { exact: true }), '0');
    await userEvent.keyboard('{Enter}');
  }
  expect(rebuilt.at(-2)?.data).toEqual({
    type: 'digits',
    augmentation: { ...noAugmentation, thickness: usualAugmentation.thickness },
  });
  expect(rebuilt.at(-1)).toEqual(digitsRecipe);
  await expect.element(line.element().parentElement).toHaveTextContent('off');
});

test('a strength beyond its limit is answered by a sentence, with the limit in its unit', async () => {
  const { screen, line, rebuilt } = await showRecipe();
  await line.click();
  await userEvent.fill(screen.getByLabelText('Scale', { exact: true }), '51');
  await userEvent.keyboard('{Enter}');
  await expect
    .element(screen.getByRole('alert'))
    .toHaveTextContent('Scale must be a number from 0 to 50. 0 stays in force.');
  await userEvent.fill(screen.getByLabelText('Scale', { exact: true }), '12.5');
  await userEvent.keyboard('{Enter}');
  expect(rebuilt).toEqual([withAugmentation(digitsRecipe, { ...noAugmentation, scale: 0.125 })]);
  await expect.element(screen.getByLabelText('Strengths', { exact: true })).toHaveDisplayValue('Your own');
});

test('while a slider is dragged the sheet follows; the network is built again once it is let go', async () => {
  const { screen, line, rebuilt, sampled } = await showRecipe();
  await line.click();
  const slider = screen.getByLabelText('Rotate, in equal steps').element();
  for (const degrees of [10, 20, 30]) {
    dragTo(slider, degrees);
    await expect
      .poll(() => sampled.at(-1)?.data)
      .toEqual({ type: 'digits', augmentation: { ...noAugmentation, rotate: degrees } });
  }
  expect(rebuilt).toEqual([]);
  slider.dispatchEvent(new Event('change', { bubbles: true }));
  expect(rebuilt).toEqual([withAugmentation(digitsRecipe, { ...noAugmentation, rotate: 30 })]);
  // Back where it was: nothing to build.
  dragTo(slider, 10);
  dragTo(slider, 30);
  slider.dispatchEvent(new Event('change', { bubbles: true }));
  expect(rebuilt).toHaveLength(1);
});

test('the sheet shows the digits that come, one question at a time, and others for the asking', async () => {
  let answerFirst = (_: Float32Array): void => {};
  const first = new Promise<Float32Array>((resolve) => {
    answerFirst = resolve;
  });
  const asked: number[] = [];
  const { screen, line } = await showRecipe({
    sampleRows(data, { digits, variants }) {
      asked.push(data.type === 'digits' ? (data.augmentation?.shift ?? 0) : Number.NaN);
      return asked.length === 1
        ? first
        : Promise.resolve(new Float32Array((1 + variants) * digits * 784).fill(1));
    },
  });
  await line.click();
  await expect.element(screen.getByText('Loading digits')).toBeVisible();
  const slider = screen.getByLabelText('Shift, in equal steps').element();
  for (const position of [2, 4, 6]) dragTo(slider, position);
  expect(asked).toEqual([0]);
  answerFirst(new Float32Array(5 * 7 * 784));
  await expect.poll(() => asked).toEqual([0, 3]);
  await expect.element(screen.getByText('Loading digits')).not.toBeInTheDocument();
  const canvas = screen.getByRole('img', { name: /^7 training digits as they are/ }).element();
  if (!(canvas instanceof HTMLCanvasElement)) throw new Error('The sheet is no canvas.');
  const inked = () => canvas.getContext('2d')?.getImageData(14, canvas.height - 14, 1, 1).data[3];
  await expect.poll(inked).toBe(255);
  await screen.getByRole('button', { name: 'Others', exact: true }).click();
  await expect.poll(() => asked).toEqual([0, 3, 3]);
});

test('digits that can’t be had are explained, and can be asked for again', async () => {
  let isLost = true;
  const { screen, line } = await showRecipe({
    sampleRows: (_, { digits, variants }) =>
      isLost
        ? Promise.reject(new Error('The digits could not be fetched.'))
        : Promise.resolve(new Float32Array((1 + variants) * digits * 784)),
  });
  await line.click();
  const sentence = screen.getByText('The digits could not be fetched.');
  await expect.element(sentence).toBeVisible();
  isLost = false;
  await screen.getByRole('button', { name: 'Try again', exact: true }).click();
  await expect.element(sentence).not.toBeInTheDocument();
  await expect.element(screen.getByRole('button', { name: 'Others', exact: true })).toBeVisible();
});

test('a preset is a whole recipe', async () => {
  const { screen, rebuilt } = await showRecipe();
  const preset = screen.getByLabelText('Preset', { exact: true });
  await expect.element(preset).toHaveDisplayValue('Quick dense');
  await userEvent.selectOptions(preset, 'padConvolutional');
  expect(rebuilt.at(-1)).toEqual(convPadRecipe);
  await expect.element(screen.getByLabelText('Dropout', { exact: true })).toHaveValue('0.1');
  await userEvent.selectOptions(preset, 'quickDense');
  expect(rebuilt.at(-1)).toEqual(digitsRecipe);
});
