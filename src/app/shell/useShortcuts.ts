import { useEffect, useRef } from 'react';
import { useSession } from '../sessionContext';
import { problems } from './problems';

/** Where letters and digits are typed, or jump to an option. */
const typing =
  'input:not([type=checkbox], [type=radio], [type=range], [type=file]), select, textarea, [contenteditable]';
/** What answers Space itself. */
const usesSpace = 'button, summary, a[href], input, select, textarea, [role=tab], [data-uses-keys]';

/** Whether a key pressed there is meant for the control in focus and not for the page. */
export function belongsToControl(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest(typing) !== null || (key === ' ' && target.closest(usesSpace) !== null);
}

export function useShortcuts(showList: () => void): void {
  const session = useSession();
  const newest = useRef(showList);
  newest.current = showList;

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (belongsToControl(event.key, event.target) || document.querySelector('dialog[open]')) return;
      const { status } = session.getState().run;
      const key = event.key.toLowerCase();
      const tab = problems[Number(key) - 1];
      if (key === ' ' && status !== 'opening' && status !== 'failed') {
        if (status === 'training' || status === 'loading') session.pause();
        else session.train();
      } else if (key === 's' && status !== 'opening' && status !== 'failed') session.step();
      else if (key === 'r' && status !== 'opening') session.reset();
      else if (key === '?') newest.current();
      else if (tab) session.select(tab.problem);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [session]);
}
