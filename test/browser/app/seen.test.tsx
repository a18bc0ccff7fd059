import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Seen } from '../../../src/app/Seen';
import { SessionProvider } from '../../../src/app/sessionContext';
import { useWeights } from '../../../src/app/useWeights';
import { fakeSession } from './fakeSession';

function Follower() {
  useWeights(100);
  return <p style={{ height: '40vh' }}>Seen</p>;
}

test('what is scrolled out of the window rests until it is scrolled back', async () => {
  await page.viewport(800, 600);
  const rests: boolean[] = [];
  const { session } = fakeSession('xor');
  const noting: typeof session = {
    ...session,
    follow: (options) => ({ ...session.follow(options), rest: (isResting) => void rests.push(isResting) }),
  };
  await render(
    <SessionProvider session={noting}>
      <Seen>
        <Follower />
      </Seen>
      <div style={{ height: '400vh' }} />
    </SessionProvider>,
  );
  const isResting = () => rests.at(-1);
  await expect.poll(isResting).toBe(false);
  window.scrollTo(0, document.body.scrollHeight);
  await expect.poll(isResting).toBe(true);
  window.scrollTo(0, 0);
  await expect.poll(isResting).toBe(false);
});
