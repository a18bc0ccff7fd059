import { afterEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { Panel } from '../../../src/app/shell/Panel';

afterEach(() => vi.restoreAllMocks());

test('a panel that fails says so alone, and Retry shows it again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  let fails = true;
  const Chart = () => {
    if (fails) throw new Error('No points.');
    return <p>the chart</p>;
  };
  const screen = await render(
    <>
      <Panel name="The chart">
        <Chart />
      </Panel>
      <p>the rest</p>
    </>,
  );
  await expect.element(screen.getByRole('alert')).toHaveTextContent('The chart can’t be shown. No points.');
  await expect.element(screen.getByText('the rest')).toBeVisible();
  fails = false;
  await screen.getByRole('button', { name: 'Retry' }).click();
  await expect.element(screen.getByText('the chart')).toBeVisible();
});
