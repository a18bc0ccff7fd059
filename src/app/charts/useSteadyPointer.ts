import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';

type Place = { readonly clientX: number; readonly clientY: number };

/**
 * Recharts keeps the point that was under a mouse when it moved last; as the curve grows, that point goes elsewhere. With
 * the handlers on `box` around a chart the mouse is taken to have moved whenever `data` is new.
 */
export function useSteadyPointer(box: RefObject<HTMLElement | null>, data: unknown) {
  const resting = useRef<Place | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new is looked at, not used.
  useEffect(() => {
    const chart = box.current?.querySelector('.recharts-wrapper');
    if (resting.current)
      chart?.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, ...resting.current }));
  }, [box, data]);

  return {
    onPointerMove({ pointerType, clientX, clientY }: PointerEvent) {
      resting.current = pointerType === 'mouse' ? { clientX, clientY } : null;
    },
    onPointerLeave() {
      resting.current = null;
    },
  };
}
