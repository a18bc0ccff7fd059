import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './Help.module.css';

type Props = {
  /** What it explains, as its label says. */
  readonly about: string;
  /** The id under which the control names this explanation as its description. */
  readonly id: string;
  readonly children: ReactNode;
};

/** Room between the sign and its explanation, and between that and the window's edge. */
const gap = 6;

/**
 * A small `?` whose explanation shows on hover, on focus and on a tap, stays while pointed at, and
 * goes with Escape (WCAG 1.4.13). It lies in the top layer, so no panel cuts it off.
 */
export function Help({ about, id, children }: Props) {
  const [open, setOpen] = useState(false);
  const sign = useRef<HTMLButtonElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const closing = useRef<ReturnType<typeof setTimeout>>(undefined);

  const show = (): void => {
    clearTimeout(closing.current);
    setOpen(true);
  };
  const hideSoon = (): void => {
    clearTimeout(closing.current);
    closing.current = setTimeout(() => setOpen(false), 150);
  };

  useEffect(() => {
    const element = tip.current;
    const button = sign.current;
    if (!open || !element || !button) return;
    element.showPopover();
    const from = button.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    const below = from.bottom + gap + height <= window.innerHeight;
    element.style.left = `${Math.max(gap, Math.min(from.left - gap, window.innerWidth - width - gap))}px`;
    element.style.top = `${below ? from.bottom + gap : Math.max(gap, from.top - gap - height)}px`;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setOpen(false);
    };
    // Of the window, or of a panel; not of a long explanation.
    const onScroll = ({ target }: Event): void => {
      if (target !== element) setOpen(false);
    };
    document.addEventListener('keydown', onKeyDown);
    window.addEventListener('scroll', onScroll, { passive: true, capture: true });
    return () => {
      element.hidePopover();
      document.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('scroll', onScroll, { capture: true });
    };
  }, [open]);

  useEffect(() => () => clearTimeout(closing.current), []);

  return (
    <>
      <button
        ref={sign}
        type="button"
        className={styles.sign}
        aria-label={`About ${about}`}
        aria-describedby={id}
        onPointerEnter={(event) => event.pointerType === 'mouse' && show()}
        onPointerLeave={hideSoon}
        onFocus={show}
        onBlur={hideSoon}
        onClick={show}
      >
        <span aria-hidden="true">?</span>
      </button>
      <div
        ref={tip}
        id={id}
        role="tooltip"
        popover="manual"
        className={styles.tip}
        onPointerEnter={show}
        onPointerLeave={hideSoon}
      >
        {children}
      </div>
    </>
  );
}
