import { batchLimit } from '../../training/recipes';
import type { RunSpec, Tuning } from '../../training/trainer';
import { formatCount, formatRate } from '../format';
import { useSessionState } from '../sessionContext';
import { EndRows } from './EndRows';
import { optimizerExplanations } from './explanations';
import { Group } from './Group';
import { NumberField } from './NumberField';
import styles from './Recipe.module.css';
import { RegularizationRows } from './RegularizationRows';
import { Row } from './Row';
import { SliderField } from './SliderField';
import { rateScale } from './sliderScale';

type Props = { readonly spec: RunSpec; readonly tune: (tuning: Tuning) => void };

const rateRule = { name: 'The rate', min: 1e-7, max: 100, integer: false };

/** What changes in flight. */
export function FlightGroup({ spec, tune }: Props) {
  const { optimizer, batchSize, schedule } = spec;
  const most = batchLimit(spec.data);
  const { formula } = optimizerExplanations[optimizer.type];
  return (
    <Group title="Tuning" effect="flight">
      {optimizer.type === 'rprop' ? (
        <Row
          label="Rate"
          help={
            <>
              <p>
                RPROP has no rate: every weight finds the size of its own step. Where they all start is the
                first step, under Its numbers.
              </p>
              <p className="formula">{formula}</p>
              <p>Now {formatRate(optimizer.rate)} for the first step.</p>
            </>
          }
        >
          {({ control, help }) => (
            <output id={control} aria-describedby={help} className={styles.said}>
              each weight’s own
            </output>
          )}
        </Row>
      ) : (
        <Row
          label="Rate"
          help={
            <>
              <p>
                How far each step moves the weights against the gradient. Too small: slow. Too large: it jumps
                over the valley.
              </p>
              <p className="formula">{formula}</p>
              <p>
                Now {formatRate(optimizer.rate)}
                {schedule.type === 'constant' ? '' : ', times what the schedule makes of it'}.
              </p>
            </>
          }
        >
          {({ control, help }) => (
            <SliderField
              id={control}
              name="Rate"
              describedBy={help}
              scale={rateScale}
              rule={rateRule}
              value={optimizer.rate}
              onChange={(rate) => tune({ rate })}
            />
          )}
        </Row>
      )}
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
            onChange={(size) => tune({ batchSize: size })}
          />
        )}
      </Row>
      {optimizer.type === 'rprop' && <FullBatchNote batchSize={batchSize} most={most} tune={tune} />}
      <RegularizationRows spec={spec} tune={tune} />
      <EndRows />
    </Group>
  );
}

type NoteProps = { readonly batchSize: number; readonly most: number; readonly tune: Props['tune'] };

/** RPROP goes by signs, which in a part of the data are partly chance. */
function FullBatchNote({ batchSize, most, tune }: NoteProps) {
  const rows = useSessionState((state) => state.run.info?.trainRows ?? most);
  if (batchSize >= rows) return null;
  if (batchSize >= most)
    return (
      <p className={styles.note}>
        RPROP wants all {formatCount(rows)} rows at once. {formatCount(most)} is the most there is, and noise
        enough to cost it a few per cent.
      </p>
    );
  return (
    <p className={styles.note}>
      RPROP goes by signs, and in small batches those are mostly noise.{' '}
      <button type="button" className={`button ${styles.offer}`} onClick={() => tune({ batchSize: most })}>
        Use batches of {formatCount(most)}
      </button>
    </p>
  );
}
