import { networkShape } from '../runEvents';
import { useSessionState } from '../sessionContext';
import { describeOptimizer } from './names';
import { readParts } from './networkParts';

/** The recipe in one line, for where it is folded away. */
export function RecipeSummary() {
  const { network, optimizer, batchSize, seed } = useSessionState((state) => state.run.spec);
  const { hidden } = readParts(network);
  const activation = hidden[0] ? ` ${hidden[0].activation}` : '';
  return (
    <span>
      {networkShape(network)}
      {activation} · {describeOptimizer(optimizer)} · batch {batchSize} · seed {seed}
    </span>
  );
}
