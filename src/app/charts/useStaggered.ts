import { useEffect, useRef, useState } from 'react';

/**
 * A value that is taken over every `pause` milliseconds, `phase` milliseconds after the others:
 * two charts that are drawn in turn never add up to one long task. Null until the first time.
 */
export function useStaggered<Value>(value: Value, pause: number, phase: number): Value | null {
  const [shown, setShown] = useState<Value | null>(null);
  const newest = useRef(value);
  newest.current = value;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (value === shown || timer.current !== undefined) return;
    const wait = (phase - (performance.now() % pause) + pause) % pause;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      setShown(() => newest.current);
    }, wait);
  }, [value, shown, pause, phase]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return shown;
}
