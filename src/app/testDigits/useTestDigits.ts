import { useEffect, useState } from 'react';
import { useSession } from '../sessionContext';

/** One of MNIST's 10,000. */
export type TestDigit = {
  /** Its number in the test data, from 0. */
  readonly row: number;
  /** 0 to 9 */
  readonly label: number;
  /** `[784]`, ink 1, as the network gets it. */
  readonly image: Float32Array;
};

export type TestDigits = ReadonlyMap<number, TestDigit>;

const pixels = 784;

/**
 * The digits of these rows, those that are there already at once; `rows` is the same array for the same rows. Only what is
 * asked for is kept. What can't be had is left out: the session says why.
 */
export function useTestDigits(rows: readonly number[]): TestDigits {
  const session = useSession();
  const [digits, setDigits] = useState<TestDigits>(new Map());

  useEffect(() => {
    let isOver = false;
    const missing = rows.filter((row) => !digits.has(row));
    if (missing.length === 0) return;
    session.testRows(Uint32Array.from(missing)).then(
      ({ inputs, labels }) => {
        if (isOver) return;
        const kept = rows.flatMap((row) => digits.get(row) ?? []);
        const come = missing.map((row, n) => ({
          row,
          label: labels[n],
          image: inputs.subarray(n * pixels, (n + 1) * pixels),
        }));
        setDigits(new Map([...kept, ...come].map((digit) => [digit.row, digit])));
      },
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [session, rows, digits]);

  return digits;
}
