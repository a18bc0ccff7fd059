import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** wide: three columns; middle: the recipe in a drawer; phone: the stage first, the run bar below. */
export type Layout = 'phone' | 'middle' | 'wide';

const layouts: readonly Layout[] = ['phone', 'middle', 'wide'];

/**
 * The layout that the style sheet has chosen, told by the width of an unseen element: 1, 2 or 3 px. So the page has
 * one set of breakpoints, and they follow the size of the text as well as the window's. Null until first measured.
 */
export function useLayout(): [probe: RefObject<HTMLSpanElement | null>, layout: Layout | null] {
  const probe = useRef<HTMLSpanElement>(null);
  const [layout, setLayout] = useState<Layout | null>(null);

  useLayoutEffect(() => {
    const element = probe.current;
    if (!element) return;
    const measure = (): void => setLayout(layouts[element.offsetWidth - 1] ?? 'wide');
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return [probe, layout];
}
