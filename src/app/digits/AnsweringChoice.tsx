import { useId } from 'react';
import { type Answering, answeringOf, untouchedOf } from '../answering';
import { Choice } from '../controls/Choice';
import { Help } from '../controls/Help';
import { formatPercent } from '../format';
import { useSession, useSessionState } from '../sessionContext';
import { shippedNames, shippedNetworks } from '../shippedNetworks';
import type { RunState } from '../state';
import styles from './AnsweringChoice.module.css';

/** Which network reads the pad: a shipped one, or the user's own where there is one. */
export function AnsweringChoice() {
  const session = useSession();
  const answering = useSessionState(({ run }) => run.summoned ?? answeringOf(run));
  const hasOwn = useSessionState(({ run }) => untouchedOf(run) === null);
  const own = useSessionState(({ run }) => describeOwn(run));
  const help = useId();
  return (
    <>
      <Help about="which network reads the pad" id={help}>
        <p>
          The two networks that came with the page, with the share of the 10,000 test digits that they read
          right and the size of their files; and, where there is one, your own, which you train or have
          opened.
        </p>
        <p>While another one reads the pad, yours stays as it is, and goes on training.</p>
      </Help>
      <Choice<Answering>
        className={styles.choice}
        label="Read by"
        describedBy={help}
        value={answering}
        options={hasOwn ? [...shippedNames, 'own'] : shippedNames}
        names={{ convolutional: describe('convolutional'), dense: describe('dense'), own }}
        onChange={(wanted) => session.letAnswer(wanted)}
      />
    </>
  );
}

/** Convolutional: 99.5 %, 242 kB */
function describe(name: Exclude<Answering, 'own'>): string {
  const { title, testAccuracy, kilobytes } = shippedNetworks[name];
  return `${title}: ${formatPercent(testAccuracy, 1)}, ${kilobytes} kB`;
}

function describeOwn({ origin, status, step, openedStep }: RunState): string {
  if (status === 'training' || status === 'loading') return 'Yours, in training';
  if (origin === 'file' && step === openedStep) return 'Yours, from a file';
  return step === 0 ? 'Yours, untrained' : 'Yours';
}
