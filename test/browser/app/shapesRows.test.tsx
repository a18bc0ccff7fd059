import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Recipe } from '../../../src/app/controls/Recipe';
import { SessionProvider } from '../../../src/app/sessionContext';
import { patterns } from '../../../src/datasets/shapes2d';
import { shapesRecipe, usualShapes } from '../../../src/training/shapesRecipes';
import { fakeSession } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';

async function showRecipe() {
  const fake = fakeSession('shapes');
  const screen = await render(
    <SessionProvider session={fake.session}>
      <Recipe />
    </SessionProvider>,
  );
  const choose = (name: string, option: string) =>
    userEvent.selectOptions(screen.getByLabelText(name, { exact: true }), option);
  const enter = async (name: string, text: string) => {
    await userEvent.fill(screen.getByLabelText(name, { exact: true }), text);
    await userEvent.keyboard('{Enter}');
  };
  return { ...fake, screen, choose, enter, data: () => fake.rebuilt.at(-1)?.data };
}

test('every pattern can be chosen, and comes with a network that ends as its points do', async () => {
  const { choose, rebuilt } = await showRecipe();
  for (const pattern of [...patterns.slice(1), patterns[0]]) {
    await choose('Pattern', pattern);
    expect(rebuilt.at(-1)).toEqual(shapesRecipe(usualShapes(pattern)));
  }
});

test('two to five classes, noise, size, split and seed', async () => {
  const { screen, choose, enter, data } = await showRecipe();
  for (const classes of [2, 4, 5]) {
    await choose('Classes', String(classes));
    expect(data()).toEqual(usualShapes('spirals', classes));
  }
  await enter('Noise', '0.1');
  await enter('Points', '1000');
  await enter('To learn, %', '50');
  await enter('Data seed', '7');
  const changed = { ...usualShapes('spirals', 5), noise: 0.1, samples: 1000, trainShare: 0.5, seed: 7 };
  expect(data()).toEqual(changed);
  await enter('Noise', '0.6');
  await expect.element(screen.getByText(/The noise .*0\.5/)).toBeVisible();
  await enter('Points', '19');
  await expect.element(screen.getByText(/Points .*20/)).toBeVisible();
  expect(data()).toEqual(changed);
});
