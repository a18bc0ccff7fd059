/** My digits over a real IndexedDB, and what happens when it fails. */
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DigitStorage, openDigitStorage } from '../../../src/app/myDigits/digitStorage';
import { createMyDigits, type MyDigits } from '../../../src/app/myDigits/myDigits';
import { digitImageBytes } from '../../../src/datasets/digitImage';

/** Of these tests alone. */
const name = 'scratchnet-digits-test';
const open = (changed: () => void) => openDigitStorage(changed, name);

const strokes = [
  [
    { x: 100, y: 40 },
    { x: 120.123, y: 200 },
  ],
];

/** A device may take its time. */
const until = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

const stops: (() => void)[] = [];

/** As a tab would. */
async function openTab(openStorage = open): Promise<MyDigits> {
  const myDigits = createMyDigits(openStorage);
  stops.push(myDigits.start());
  await until(() => myDigits.get().isRead).toBe(true);
  return myDigits;
}

const labelsOf = (myDigits: MyDigits) => myDigits.get().digits.map(({ label }) => label);

/** What a tab finds that is opened now. */
async function keptLabels(): Promise<number[]> {
  const storage = open(() => undefined);
  const { digits } = await storage.read();
  storage.close();
  return digits.map(({ label }) => label).sort();
}

function closeTabs(): void {
  for (const stop of stops.splice(0)) stop();
}

beforeEach(() => deleteDB(name));
afterEach(async () => {
  vi.unstubAllGlobals();
  closeTabs();
});

test('what is added is there when the page is opened again: label, strokes, the bytes of the image, the time', async () => {
  const before = await openTab();
  before.add(3, strokes);
  const [digit] = before.get().digits;
  expect(digit.image).toEqual(digitImageBytes(digit.strokes ?? []));
  expect(digit.strokes).toEqual([[strokes[0][0], { x: 120.12, y: 200 }]]);
  await until(keptLabels).toEqual([3]);
  closeTabs();
  const after = await openTab();
  expect(after.get().digits).toEqual([digit]);
});

test('labels changed, digits deleted and what undoes both are kept too', async () => {
  const myDigits = await openTab();
  for (const label of [1, 2, 3]) myDigits.add(label, strokes);
  const [first, second] = myDigits.get().digits;
  myDigits.relabel(new Set([first.id]), 7);
  const undo = myDigits.remove(new Set([second.id, first.id]));
  expect(labelsOf(myDigits)).toEqual([3]);
  await until(keptLabels).toEqual([3]);
  myDigits.change(undo);
  expect(labelsOf(myDigits)).toEqual([7, 2, 3]);
  await until(keptLabels).toEqual([2, 3, 7]);
});

test('two tabs see what the other one adds, relabels and deletes, and neither overwrites the other’s digits', async () => {
  const [one, other] = [await openTab(), await openTab()];
  one.add(1, strokes);
  other.add(2, strokes);
  await until(() => labelsOf(one).sort()).toEqual([1, 2]);
  await until(() => labelsOf(other).sort()).toEqual([1, 2]);
  const own = one.get().digits.find(({ label }) => label === 1)!;
  other.relabel(new Set([own.id]), 5);
  await until(() => labelsOf(one).sort()).toEqual([2, 5]);
  one.remove(new Set([own.id]));
  await until(() => labelsOf(other)).toEqual([2]);
  expect(await keptLabels()).toEqual([2]);
});

test('a tab that missed the word reads anew when it gets visible; what has not changed stays the same object', async () => {
  const myDigits = await openTab();
  myDigits.add(1, strokes);
  await until(keptLabels).toEqual([1]);
  const [known] = myDigits.get().digits;
  const database = await openDB(name);
  await database.put('digits', { ...known, id: 'from elsewhere', label: 9, when: known.when + 1 });
  database.close();
  document.dispatchEvent(new Event('visibilitychange'));
  await until(() => labelsOf(myDigits)).toEqual([1, 9]);
  expect(myDigits.get().digits[0]).toBe(known);
});

test.each([
  ['there is no IndexedDB', undefined],
  [
    'opening it throws',
    {
      open: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    },
  ],
])('where %s everything works until the page is closed, and is said to', async (_, indexedDB) => {
  vi.stubGlobal('indexedDB', indexedDB);
  const myDigits = await openTab();
  expect(myDigits.get().trouble).toContain('only until the page is closed');
  const id = myDigits.add(4, strokes)!;
  myDigits.relabel(new Set([id]), 5);
  expect(labelsOf(myDigits)).toEqual([5]);
  myDigits.change(myDigits.remove(new Set([id])));
  expect(labelsOf(myDigits)).toEqual([5]);
  // Back again: nothing of it is lost.
  vi.unstubAllGlobals();
  document.dispatchEvent(new Event('visibilitychange'));
  await until(() => myDigits.get().trouble).toBeNull();
  expect(await keptLabels()).toEqual([5]);
});

test('on a full device what was kept stays, what is new stays as long as the page, and is kept as soon as it can be', async () => {
  let isFull = false;
  const myDigits = await openTab((changed) => {
    const storage = open(changed);
    const write: DigitStorage['write'] = (changes) =>
      isFull ? Promise.reject(new DOMException('', 'QuotaExceededError')) : storage.write(changes);
    return { ...storage, write };
  });
  myDigits.add(1, strokes);
  await until(keptLabels).toEqual([1]);
  isFull = true;
  myDigits.add(2, strokes);
  await until(() => myDigits.get().trouble ?? '').toContain('No room is left on this device');
  // Read anew, it is still there.
  document.dispatchEvent(new Event('visibilitychange'));
  await until(keptLabels).toEqual([1]);
  expect(labelsOf(myDigits)).toEqual([1, 2]);
  isFull = false;
  myDigits.add(3, strokes);
  await until(() => myDigits.get().trouble).toBeNull();
  expect(await keptLabels()).toEqual([1, 2, 3]);
});

test('records that are no digits are left out and counted; only who asks for it gets rid of them', async () => {
  const good = await openTab();
  good.add(6, strokes);
  await until(keptLabels).toEqual([6]);
  const [digit] = good.get().digits;
  closeTabs();
  const bad = [
    { label: 10 },
    { label: '3' },
    { image: new Uint8Array(783) },
    { image: [...digit.image] },
    { strokes: [[{ x: Number.NaN, y: 0 }]] },
    { strokes: [null] },
    { strokes: undefined },
    { when: 'yesterday' },
    { when: Number.POSITIVE_INFINITY },
  ];
  const database = await openDB(name);
  for (const [at, change] of bad.entries())
    await database.put('digits', { ...digit, ...change, id: `bad${at}` });
  await database.put('digits', { id: 7 });
  const myDigits = await openTab();
  expect(myDigits.get().digits).toEqual([digit]);
  expect(myDigits.get().unreadable).toHaveLength(bad.length + 1);
  myDigits.add(1, strokes);
  await until(() => database.count('digits')).toBe(bad.length + 3);
  myDigits.forgetUnreadable();
  await until(() => myDigits.get().unreadable).toEqual([]);
  expect(await database.count('digits')).toBe(2);
  database.close();
});

test('what a newer version of the program keeps is not touched', async () => {
  const newer = await openDB(name, 2, {
    upgrade: (database) => void database.createObjectStore('digits').put('something', 'new'),
  });
  newer.close();
  const myDigits = await openTab();
  expect(myDigits.get().trouble).not.toBeNull();
  myDigits.add(1, strokes);
  expect(labelsOf(myDigits)).toEqual([1]);
  const again = await openDB(name, 2);
  expect(await again.getAll('digits')).toEqual(['something']);
  again.close();
});

test('a tab lets go when all is deleted elsewhere, and keeps what comes after', async () => {
  const myDigits = await openTab();
  myDigits.add(1, strokes);
  await until(keptLabels).toEqual([1]);
  // Would wait for ever for one that doesn't.
  await deleteDB(name);
  myDigits.add(2, strokes);
  await until(keptLabels).toEqual([2]);
  expect(myDigits.get().trouble).toBeNull();
});

test('what is done while the device is slow counts for more than what is read then', async () => {
  const waiting: (() => void)[] = [];
  const kept: DigitStorage = {
    read: () => new Promise((resolve) => waiting.push(() => resolve({ digits: [], unreadable: [] }))),
    write: () => Promise.resolve(),
    close: () => undefined,
  };
  const myDigits = createMyDigits(() => kept);
  stops.push(myDigits.start());
  await until(() => waiting.length).toBe(1);
  myDigits.add(8, strokes);
  waiting[0]();
  await until(() => myDigits.get().isRead).toBe(true);
  expect(labelsOf(myDigits)).toEqual([8]);
});
