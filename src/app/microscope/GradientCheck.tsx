import { useEffect, useId, useRef, useState } from 'react';
import type { NetworkCheck } from '../../training/trainer';
import { useAnnouncer } from '../announceContext';
import { Help } from '../controls/Help';
import { formatCount } from '../format';
import { useSession, useSessionState } from '../sessionContext';
import { takesTraining } from '../shell/readiness';
import { numberText } from './expression';
import styles from './Microscope.module.css';

type Checked = {
  readonly checks: readonly NetworkCheck[];
  readonly isRunning: boolean;
  readonly problem: string | null;
};

const nothing: Checked = { checks: [], isRunning: false, problem: null };

/** Backpropagation against central differences, tensor by tensor, on a copy of the network. */
export function GradientCheck() {
  const session = useSession();
  const announcer = useAnnouncer();
  const help = useId();
  const ready = useSessionState(({ run }) => takesTraining(run));
  const [{ checks, isRunning, problem }, setChecked] = useState<Checked>(nothing);
  /** Counts the checks that were begun: an older one has no say. */
  const begun = useRef(0);
  useEffect(() => () => void begun.current++, []);

  const stop = (): void => {
    begun.current++;
    setChecked((before) => ({ ...before, isRunning: false }));
  };

  const start = async (): Promise<void> => {
    const mine = ++begun.current;
    const found: NetworkCheck[] = [];
    setChecked({ ...nothing, isRunning: true });
    try {
      do {
        found.push(await session.checkGradients(found.length));
        if (mine !== begun.current) return;
        setChecked({ checks: [...found], isRunning: true, problem: null });
      } while (found.length < found[0].tensors);
      setChecked({ checks: found, isRunning: false, problem: null });
      announcer.announce(verdictOf(found).text);
    } catch (thrown) {
      if (mine !== begun.current) return;
      const text = thrown instanceof Error ? thrown.message : String(thrown);
      setChecked({ checks: found, isRunning: false, problem: `The check ended: ${text}` });
    }
  };

  const isDone = checks.length > 0 && checks.length === checks[0].tensors;
  const verdict = isDone ? verdictOf(checks) : null;
  return (
    <div className={styles.check}>
      <div className={styles.line}>
        <button
          type="button"
          className="button"
          disabled={!ready && !isRunning}
          onClick={() => (isRunning ? stop() : void start())}
        >
          {isRunning ? 'Stop checking' : 'Check gradients'}
        </button>
        <Help about="the gradient check" id={help}>
          <p>
            Is backpropagation right for this network, with its weights, activations and loss as they are now?
            For up to 24 parameters of each tensor, drawn at random, its gradient is held against what the
            loss really does when the parameter is moved a little up and down, on a copy in double precision.
          </p>
          <p className="formula">{'(L(w + ε) − L(w − ε)) / 2ε'}</p>
          <p>
            On two to four training samples, with targets drawn at random, so that no gradient is next to
            nothing; what dropout drops is held fixed. ε is 10⁻⁵; where that does not agree, as across the
            kink of a relu, 10⁻⁶, 10⁻⁷ and 10⁻⁴, and the best counts. What rounding the loss can do to such a
            difference is no mistake: it is told where it matters.
          </p>
        </Help>
        {isRunning && (
          <span className={styles.note} role="status">
            {checks.length === 0 ? 'checking' : `${checks.length} of ${checks[0].tensors} tensors checked`}
          </span>
        )}
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {verdict && (
        <p className={verdict.isRight ? styles.right : styles.problem} data-testid="gradient-verdict">
          {verdict.text}
        </p>
      )}
      {checks.length > 0 && <CheckTable checks={checks} />}
    </div>
  );
}

function CheckTable({ checks }: { readonly checks: readonly NetworkCheck[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={`${styles.scroll} sideways`} tabIndex={0} aria-label="Gradients checked">
      <table className={styles.table}>
        <caption className="unseen">Gradient check, tensor by tensor</caption>
        <thead>
          <tr>
            <th scope="col">tensor</th>
            <th scope="col">checked</th>
            <th scope="col">largest error</th>
            <th scope="col">analytic there</th>
            <th scope="col">numeric there</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <tr key={check.name}>
              <th scope="row">{check.name}</th>
              <td>
                {formatCount(check.checked)} of {formatCount(check.numbers)}
              </td>
              <td className={isRight(check) ? styles.right : styles.problem}>
                {numberText(check.relativeError, 2)}
              </td>
              <td>{numberText(check.backward, 7)}</td>
              <td>{numberText(check.difference, 7)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What is no number is no small number either. */
function isRight({ relativeError, rounding, tolerance }: NetworkCheck): boolean {
  return relativeError <= tolerance + rounding;
}

function verdictOf(checks: readonly NetworkCheck[]): { readonly isRight: boolean; readonly text: string } {
  const [{ tolerance, step }] = checks;
  const limit = numberText(tolerance, 1);
  const at = `at step ${formatCount(step)}`;
  const names = (some: readonly NetworkCheck[]) => some.map(({ name }) => name).join(', ');
  const wrong = checks.filter((check) => !isRight(check));
  if (wrong.length > 0)
    return {
      isRight: false,
      text: `Wrong ${at}: in ${names(wrong)} gradients are off by more than ${limit} of the largest.`,
    };
  const rounded = checks.filter(({ relativeError }) => relativeError > tolerance);
  const worst = checks.reduce((most, { relativeError }) => Math.max(most, relativeError), 0);
  const text =
    rounded.length === 0
      ? `Right ${at}: every gradient agrees within ${limit} of the largest in its tensor; the worst is off by ${numberText(worst, 2)}.`
      : `Right ${at}, as far as differences can tell: in ${names(rounded)} the gradients are so small that to round the loss moves the differences by more than ${limit} of the largest.`;
  return { isRight: true, text };
}
