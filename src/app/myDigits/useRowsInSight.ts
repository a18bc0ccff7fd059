import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';

/** Rows above and below what is seen, so that a quick scroll shows no gap. */
const margin = 3;

type Measures = {
  readonly columns: number;
  readonly rowHeight: number;
  readonly first: number;
  readonly rows: number;
};

export type RowsInSight = {
  readonly columns: number;
  /** Items to render: from `start` up to `end`. */
  readonly start: number;
  readonly end: number;
  /** Of all rows, and of those above `start`, in pixels. */
  readonly height: number;
  readonly above: number;
  /** Scrolls until the item is seen. */
  readonly reveal: (item: number) => void;
};

/**
 * Which of `count` items in a grid that scrolls have to be there: thousands are too many. All rows are of one height, and
 * so many columns as the style of `grid`, within `scroller`, makes of its width.
 */
export function useRowsInSight(
  scroller: RefObject<HTMLElement | null>,
  grid: RefObject<HTMLElement | null>,
  count: number,
): RowsInSight {
  const [measures, setMeasures] = useState<Measures>({ columns: 1, rowHeight: 1, first: 0, rows: 20 });

  const measure = useCallback(() => {
    const { current: outer } = scroller;
    const item = grid.current?.firstElementChild;
    if (!outer || !grid.current || !item) return;
    const { gridTemplateColumns, rowGap } = getComputedStyle(grid.current);
    const rowHeight = item.getBoundingClientRect().height + Number.parseFloat(rowGap);
    const next = {
      columns: gridTemplateColumns.split(' ').length,
      rowHeight,
      first: Math.max(0, Math.floor(outer.scrollTop / rowHeight) - margin),
      rows: Math.ceil(outer.clientHeight / rowHeight) + 2 * margin + 1,
    };
    setMeasures((before) => (isSame(before, next) ? before : next));
  }, [scroller, grid]);

  useEffect(() => {
    const { current: outer } = scroller;
    if (!outer) return;
    const box = new ResizeObserver(measure);
    box.observe(outer);
    outer.addEventListener('scroll', measure, { passive: true });
    return () => {
      box.disconnect();
      outer.removeEventListener('scroll', measure);
    };
  }, [scroller, measure]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: with fewer items the last rows are others.
  useLayoutEffect(measure, [measure, count]);

  const reveal = useCallback(
    (item: number): void => {
      const { current: outer } = scroller;
      if (!outer) return;
      const top = Math.floor(item / measures.columns) * measures.rowHeight;
      const bottom = top + measures.rowHeight + 8;
      if (top < outer.scrollTop) outer.scrollTop = top;
      else if (bottom > outer.scrollTop + outer.clientHeight) outer.scrollTop = bottom - outer.clientHeight;
    },
    [scroller, measures],
  );

  const { columns, rowHeight, rows } = measures;
  const rowsOfAll = Math.ceil(count / columns);
  const first = Math.max(0, Math.min(measures.first, rowsOfAll - rows));
  return {
    columns,
    start: first * columns,
    end: Math.min(count, (first + rows) * columns),
    height: rowsOfAll * rowHeight,
    above: first * rowHeight,
    reveal,
  };
}

function isSame(a: Measures, b: Measures): boolean {
  return a.columns === b.columns && a.rowHeight === b.rowHeight && a.first === b.first && a.rows === b.rows;
}
