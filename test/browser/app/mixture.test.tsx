import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Recipe } from '../../../src/app/controls/Recipe';
import { withAugmentation } from '../../../src/app/controls/recipeEdit';
import { SessionProvider } from '../../../src/app/sessionContext';
import { digitsRecipe, usualAugmentation } from '../../../src/training/recipes';
import { fakeSession } from './fakeSession';
import '../../../src/app/tokens.css';
import '../../../src/app/base.css';

test('nothing is mixed in until it is asked for; shares are percent, and each can be 0', async () => {
  const { session, rebuilt } = fakeSession('digits');
  const screen = await render(
    <SessionProvider session={session}>
      <Recipe />
    </SessionProvider>,
  );
  const line = screen.getByText('Mixed in', { exact: true });
  const enter = async (name: string, text: string) => {
    await userEvent.fill(screen.getByLabelText(name, { exact: true }), text);
    await userEvent.keyboard('{Enter}');
  };
  await expect.element(line.element().parentElement).toHaveTextContent('Mixed inoff');
  await line.click();
  await enter('Drawn, %', '15');
  await enter('No digits, %', '10');
  expect(rebuilt.at(-1)).toEqual({
    ...digitsRecipe,
    data: { type: 'digits', mixture: { drawn: 0.15, none: 0.1 } },
  });
  await expect.element(line.element().parentElement).toHaveTextContent('drawn 15 % · no digits 10 %');
  await enter('No digits, %', '51');
  await expect.element(screen.getByText(/No digits, % .*50/)).toBeVisible();
  await enter('No digits, %', '0');
  await enter('Drawn, %', '0');
  expect(rebuilt.at(-1)).toEqual(digitsRecipe);
});

test('bending and mixing leave each other as they are', () => {
  const mixed = { ...digitsRecipe, data: { type: 'digits', mixture: { drawn: 0.1, none: 0 } } } as const;
  expect(withAugmentation(mixed, usualAugmentation).data).toEqual({
    ...mixed.data,
    augmentation: usualAugmentation,
  });
});
