/** My digits on the device: one record a digit in IndexedDB, and word from the other tabs when they change any. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import * as v from 'valibot';
import type { Stroke } from '../../datasets/digitImage';
import type { LabelledDigit } from '../../training/trainer';

/** What is kept of a digit; the same `id` for as long as it is kept. */
export type MyDigit = LabelledDigit & { readonly id: string; readonly when: number };

export type KeptDigits = {
  /** In no order. */
  readonly digits: readonly MyDigit[];
  /** Keys of records that are no digits, by accident or by a newer version of this program. They stay as they are. */
  readonly unreadable: readonly IDBValidKey[];
};

/** All promises reject with what the browser says; then nothing has changed. */
export type DigitStorage = {
  read(): Promise<KeptDigits>;
  /** Puts digits in the place of what is there, or takes it away (null): all of them or none. */
  write(changes: ReadonlyMap<IDBValidKey, MyDigit | null>): Promise<void>;
  close(): void;
};

const version = 1;

interface Schema extends DBSchema {
  digits: { key: IDBValidKey; value: MyDigit };
}

const strokes = v.custom<readonly Stroke[]>(
  (value) =>
    Array.isArray(value) &&
    value.every(
      (stroke) =>
        Array.isArray(stroke) &&
        stroke.every((point) => Number.isFinite(point?.x) && Number.isFinite(point?.y)),
    ),
);

const recordSchema = v.object({
  id: v.string(),
  label: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
  strokes: v.nullable(strokes),
  image: v.pipe(
    v.instance(Uint8Array),
    v.check((image) => image.length === 784),
  ),
  when: v.pipe(v.number(), v.finite()),
});

/** `changed` is called when another tab has changed what is kept under that name. */
export function openDigitStorage(changed: () => void, name = 'scratchnet-digits'): DigitStorage {
  const channel = new BroadcastChannel(name);
  channel.onmessage = changed;
  let connection: Promise<IDBPDatabase<Schema>> | null = null;

  function disconnect() {
    connection?.then(
      (database) => database.close(),
      () => undefined,
    );
    connection = null;
  }

  async function withDatabase<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    try {
      connection ??= openDB<Schema>(name, version, {
        upgrade: (database) => void database.createObjectStore('digits', { keyPath: 'id' }),
        // Another tab deletes all, or brings a newer version: it waits until this one lets go.
        blocking: disconnect,
        terminated: disconnect,
      });
      return await work(await connection);
    } catch (error) {
      // The next one begins with a connection of its own.
      disconnect();
      throw error;
    }
  }

  return {
    read: () =>
      withDatabase(async (database) => {
        const { store } = database.transaction('digits');
        const [records, keys] = await Promise.all([store.getAll(), store.getAllKeys()]);
        const isDigit = records.map((record) => v.is(recordSchema, record));
        return {
          digits: records.filter((_, at) => isDigit[at]),
          unreadable: keys.filter((_, at) => !isDigit[at]),
        };
      }),

    async write(changes) {
      await withDatabase(async (database) => {
        const { store, done } = database.transaction('digits', 'readwrite');
        // What goes wrong, as a full disk, is told by the transaction.
        for (const [key, digit] of changes) void (digit ? store.put(digit) : store.delete(key));
        await done;
      });
      channel.postMessage(null);
    },

    close() {
      channel.close();
      disconnect();
    },
  };
}
