import { formatRate } from '../format';
import { networkShape } from '../runEvents';
import { useSessionState } from '../sessionContext';
import { readParts } from './networkParts';

/** The recipe in one line, for where it is folded away. */
export function RecipeSummary() {
  const { network, optimizer, batchSize, seed } = useSessionState((state) => state.run.spec);
  const { hidden } = readParts(network);
  const activation = hidden[0] ? ` ${hidden[0].activation}` : '';
  const method = optimizer.type === 'adam' ? 'Adam' : 'SGD';
  return (
    <span>
      {networkShape(network)}
      {activation} · {method} {formatRate(optimizer.rate)} · batch {batchSize} · seed {seed}
    </span>
  );
}
