import { useEffect, useRef } from 'react';
import { useSession } from '../sessionContext';
import { problems } from './problems';
import { takesReset, takesTraining } from './readiness';

/** Where letters and digits are typed, or jump to an option. */
const typing =
  'input:not([type=checkbox], [type=radio], [type=range], [type=file]), select, textarea, [contenteditable]';
/** What answers Space itself. */
const usesSpace = 'button, summary, a[href], input, select, textarea, [role=tab]';
/** What is worked by keys: one of the page's beside them would cost everything learned. */
const usesKeys = '[data-uses-keys]';

/** Whether a key pressed there is meant for the control in focus and not for the page. */
export function belongsToControl(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(typing) !== null) return true;
  return target.closest(usesKeys) !== null ? key !== '?' : key === ' ' && target.closest(usesSpace) !== null;
}

export function useShortcuts(showList: () => void): void {
  const session = useSession();
  const newest = useRef(showList);
  newest.current = showList;

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (belongsToControl(event.key, event.target) || document.querySelector('dialog[open]')) return;
      const { run } = session.getState();
      const key = event.key.toLowerCase();
      const tab = problems[Number(key) - 1];
      if (key === ' ' && takesTraining(run)) {
        if (run.status === 'training' || run.status === 'loading') session.pause();
        else session.train();
      } else if (key === 's' && takesTraining(run)) session.step();
      else if (key === 'r' && takesReset(run)) session.reset();
      else if (key === '?') newest.current();
      else if (tab) session.select(tab.problem);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [session]);
}
