import type { RunSpec, Tuning } from '../../training/trainer';
import { formatCount, formatRate } from '../format';
import { Group } from './Group';
import { NumberField } from './NumberField';
import { RateField } from './RateField';
import { Row } from './Row';
import { batchLimit } from './recipeEdit';

/** What changes in flight. */
export function FlightGroup({ spec, tune }: { spec: RunSpec; tune: (tuning: Tuning) => void }) {
  const { optimizer, batchSize } = spec;
  const most = batchLimit(spec.data);
  return (
    <Group title="Tuning" effect="flight">
      <Row
        label="Rate"
        help={
          <>
            <p>
              How far each step moves the weights against the gradient. Too small: slow. Too large: it jumps
              over the valley.
            </p>
            <p className="formula">
              {optimizer.type === 'adam'
                ? 'w ← w − rate · m̂ / (√v̂ + ε)'
                : 'v ← momentum · v + ∂L/∂w;  w ← w − rate · v'}
            </p>
            <p>Now {formatRate(optimizer.rate)}.</p>
          </>
        }
      >
        {({ control, help }) => (
          <RateField
            id={control}
            describedBy={help}
            value={optimizer.rate}
            onChange={(rate) => tune({ rate })}
          />
        )}
      </Row>
      <Row
        label="Batch"
        help={
          <>
            <p>
              Samples that are answered before the weights move once. Few: fast and noisy. Many: slow and
              steady.
            </p>
            <p className="formula">∂L/∂w = mean over the batch of ∂Lᵢ/∂w</p>
            <p>
              Now {formatCount(batchSize)}, at most {formatCount(most)}.
            </p>
          </>
        }
      >
        {({ control, help }) => (
          <NumberField
            id={control}
            describedBy={help}
            rule={{ name: 'The batch', min: 1, max: most, integer: true }}
            value={batchSize}
            write={formatCount}
            onChange={(size) => tune({ batchSize: size })}
          />
        )}
      </Row>
    </Group>
  );
}
