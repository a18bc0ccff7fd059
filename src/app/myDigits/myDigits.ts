/** The digits that somebody drew and labelled: a state for React, kept on the device. */
import { digitImageBytes, type Stroke } from '../../datasets/digitImage';
import { mostDigits } from '../../training/fileFormats';
import type { Message } from '../state';
import { createStore, type Store } from '../store';
import { type DigitStorage, type MyDigit, openDigitStorage } from './digitStorage';

/** Digits by their ids, to be put in the place of what is there; null: to be taken away. */
export type Changes = ReadonlyMap<string, MyDigit | null>;

export type MyDigitsState = {
  /** By the time when they were drawn, oldest first; at most `mostDigits`. */
  readonly digits: readonly MyDigit[];
  /** Whether what was kept on the device is among them by now, or can't be had. */
  readonly isRead: boolean;
  /** Why what is here is not all kept on the device, as a sentence; null: it is. */
  readonly trouble: string | null;
  /** Records on the device that can't be read, by their keys; they are left as they are. */
  readonly unreadable: readonly IDBValidKey[];
  /** What was done last in the list, or was refused; with how to undo it, where that can be. */
  readonly message: (Message & { readonly undo?: Changes }) | null;
};

/**
 * None of these waits: the state changes at once, and what can't be kept on the device is told as `trouble`. Those that
 * change return what undoes it.
 */
export interface MyDigits extends Pick<Store<MyDigitsState>, 'get' | 'subscribe'> {
  /** Reads what is kept on the device, and follows what other tabs do; returns how to stop. */
  start(): () => void;
  /** Keeps what was drawn; returns its id, or null where there is no room for more. */
  add(label: number, strokes: readonly Stroke[]): string | null;
  relabel(ids: ReadonlySet<string>, label: number): Changes;
  remove(ids: ReadonlySet<string>): Changes;
  change(changes: Changes): Changes;
  say(message: MyDigitsState['message']): void;
  /** Takes the records that can't be read off the device. */
  forgetUnreadable(): void;
}

export function createMyDigits(
  openStorage: (changed: () => void) => DigitStorage = openDigitStorage,
): MyDigits {
  const store = createStore<MyDigitsState>({
    digits: [],
    isRead: false,
    trouble: null,
    unreadable: [],
    message: null,
  });
  const publish = (change: Partial<MyDigitsState>) => store.set({ ...store.get(), ...change });
  let storage: DigitStorage | null = null;
  /** What is not on the device yet. It counts for more than what is read from there. */
  const unkept = new Map<string, MyDigit | null>();
  let tasks: Promise<void> = Promise.resolve();

  /** One after the other, so that nothing is read that a write before it has overtaken. */
  function enqueue(work: (from: DigitStorage) => Promise<void>) {
    const from = storage;
    if (!from) return;
    tasks = tasks
      .then(() => work(from))
      .catch((error: unknown) => {
        if (from === storage) publish({ isRead: true, trouble: troubleOf(error) });
      });
  }

  async function keep(to: DigitStorage) {
    if (unkept.size === 0) return;
    const now = new Map(unkept);
    await to.write(now);
    for (const [id, digit] of now) if (unkept.get(id) === digit) unkept.delete(id);
    // What could not be read before, perhaps can be by now.
    if (store.get().trouble !== null) await read(to);
  }

  async function read(from: DigitStorage) {
    const { digits, unreadable } = await from.read();
    const known = new Map(store.get().digits.map((digit) => [digit.id, digit]));
    // Of one that has not changed the object stays the same, and so does what is drawn of it.
    const same = digits.map((digit) => {
      const before = known.get(digit.id);
      return before?.label === digit.label ? before : digit;
    });
    const trouble = unkept.size > 0 ? store.get().trouble : null;
    publish({ digits: withChanges(same, unkept), unreadable, isRead: true, trouble });
  }

  /** Returns how to undo it. */
  function change(changes: Changes): Changes {
    const { digits } = store.get();
    const before = new Map<string, MyDigit | null>(Array.from(changes.keys(), (id) => [id, null]));
    for (const digit of digits) if (changes.has(digit.id)) before.set(digit.id, digit);
    for (const [id, digit] of changes) unkept.set(id, digit);
    publish({ digits: withChanges(digits, changes) });
    enqueue(keep);
    return before;
  }

  const chosen = (ids: ReadonlySet<string>) => store.get().digits.filter(({ id }) => ids.has(id));

  return {
    get: store.get,
    subscribe: store.subscribe,

    start() {
      const opened = openStorage(() => enqueue(read));
      storage = opened;
      const readAgain = () => {
        enqueue(keep);
        enqueue(read);
      };
      const onVisible = () => {
        if (document.visibilityState === 'visible') readAgain();
      };
      document.addEventListener('visibilitychange', onVisible);
      readAgain();
      return () => {
        document.removeEventListener('visibilitychange', onVisible);
        storage = null;
        opened.close();
      };
    },

    add(label, drawn) {
      if (store.get().digits.length >= mostDigits) return null;
      // Hundredths of a pad's pixel are seen by nobody, and make files short.
      const strokes = drawn.map((stroke) => stroke.map(({ x, y }) => ({ x: rounded(x), y: rounded(y) })));
      // Later than any before, also within a millisecond: their order is by this.
      const when = Math.max(Date.now(), 1 + (store.get().digits.at(-1)?.when ?? 0));
      const digit = { id: newId(), label, strokes, image: digitImageBytes(strokes), when };
      change(new Map([[digit.id, digit]]));
      return digit.id;
    },

    relabel: (ids, label) => change(new Map(chosen(ids).map((digit) => [digit.id, { ...digit, label }]))),
    remove: (ids) => change(new Map(chosen(ids).map(({ id }) => [id, null]))),
    change,

    say: (message) => publish({ message }),

    forgetUnreadable() {
      const { unreadable } = store.get();
      enqueue((from) => from.write(new Map(unreadable.map((key) => [key, null]))));
      enqueue(read);
    },
  };
}

function withChanges(digits: readonly MyDigit[], changes: Changes): readonly MyDigit[] {
  const others = digits.filter(({ id }) => !changes.has(id));
  const put = [...changes.values()].filter((digit) => digit !== null);
  return [...others, ...put].sort((a, b) => a.when - b.when);
}

const rounded = (coordinate: number) => Math.round(100 * coordinate) / 100;

/** Also where a page without https has no `crypto.randomUUID`. */
export const newId = () => crypto.getRandomValues(new Uint32Array(3)).join('-');

function troubleOf(error: unknown): string {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
    ? 'No room is left on this device for this page: what is new here stays only until the page is closed. Export it, or delete some digits.'
    : 'This browser keeps nothing on the device for this page: what is new here stays only until the page is closed. Export it to keep it.';
}
