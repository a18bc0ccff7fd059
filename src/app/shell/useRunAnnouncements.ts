import { useEffect } from 'react';
import { useAnnouncer } from '../announceContext';
import { formatCount, formatLoss, formatMeasuredAt, formatPercent } from '../format';
import { useSession } from '../sessionContext';
import type { RunState } from '../state';

/** What has ended or gone wrong, as a sentence; null where nothing needs to be said. */
export function sentenceFor(before: RunState, now: RunState): string | null {
  if (now.message !== null && now.message !== before.message) return now.message.text;
  if (now.status === 'failed' && before.status !== 'failed') return 'Training has failed.';
  const ran = before.status === 'training' || before.status === 'loading';
  if (ran && now.status === 'idle' && now.step > 0) {
    const { test, step } = now;
    const tested =
      test === null
        ? ''
        : `, test accuracy ${formatPercent(test.accuracy)}${formatMeasuredAt(test.step, step)}`;
    return `Paused at step ${formatCount(step)}: train loss ${formatLoss(now.trainLoss)}${tested}.`;
  }
  if (!ran && (now.status === 'training' || now.status === 'loading')) return 'Training.';
  if (now.step === 0 && before.step > 0) return 'Fresh weights: everything is forgotten.';
  return null;
}

export function useRunAnnouncements(): void {
  const session = useSession();
  const announcer = useAnnouncer();
  useEffect(() => {
    let before = session.getState();
    return session.subscribe(() => {
      const now = session.getState();
      const text = now.problem === before.problem ? sentenceFor(before.run, now.run) : null;
      before = now;
      if (text !== null) announcer.announce(text);
    });
  }, [session, announcer]);
}
