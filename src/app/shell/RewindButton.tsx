import type { Divergence, RunSpec } from '../../training/trainer';
import { formatCount, formatRate } from '../format';
import { useSession, useSessionState } from '../sessionContext';

/** The rate to go on with. RPROP has one for its first step only: behind that another would change nothing. */
function gentler({ optimizer }: RunSpec, step: number): number | null {
  return optimizer.type === 'rprop' && step > 0 ? null : Number((optimizer.rate / 3).toPrecision(3));
}

/** One click back to where the network still learned, and on from there in smaller steps. */
export function RewindButton({ divergence: { rewindTo } }: { divergence: Divergence }) {
  const session = useSession();
  const spec = useSessionState((state) => state.run.spec);
  if (rewindTo === null) return null;
  const rate = gentler(spec, rewindTo);
  const then = rate === null ? '' : `, a third of the rate: ${formatRate(rate)}`;
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        session.rewind(rewindTo, rate);
        // The button goes; the focus goes to what it was about.
        document.getElementById('stage')?.focus();
      }}
    >
      Rewind to step {formatCount(rewindTo)}
      {then}
    </button>
  );
}
