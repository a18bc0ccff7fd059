import { expect, test } from 'vitest';
import { promptFrameOf } from '../../../src/app/frame';

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

test('a prompt frame acts at once, and for all further requests once in the next frame', async () => {
  let acts = 0;
  const frame = promptFrameOf(() => acts++);
  frame.request();
  expect(acts).toBe(1);
  frame.request();
  frame.request();
  expect(acts).toBe(1);
  await nextFrame();
  expect(acts).toBe(2);
  // A frame without requests, and the next one is acted on at once again.
  await nextFrame();
  frame.request();
  expect(acts).toBe(3);
  frame.cancel();
});

test('a cancelled prompt frame does not act any more', async () => {
  let acts = 0;
  const frame = promptFrameOf(() => acts++);
  frame.request();
  frame.request();
  frame.cancel();
  await nextFrame();
  await nextFrame();
  expect(acts).toBe(1);
});
