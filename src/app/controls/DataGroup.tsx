import type { RunSpec } from '../../training/trainer';
import { formatCount } from '../format';
import { useSessionState } from '../sessionContext';
import { AugmentationRows } from './AugmentationRows';
import { Choice } from './Choice';
import { Group } from './Group';
import { MixtureRows } from './MixtureRows';
import { PresetRow } from './PresetRow';
import styles from './Recipe.module.css';
import { Row } from './Row';
import { withSampler } from './recipeEdit';
import { ShapesRows } from './ShapesRows';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

const samplerNames = { table: 'Truth table', divisibility: 'Original’s sampler' };

export function DataGroup({ spec, rebuild }: Props) {
  const info = useSessionState((state) => state.run.info);
  if (spec.data.type === 'digits') {
    return (
      <Group title="Data" effect="afresh">
        <PresetRow spec={spec} rebuild={rebuild} />
        <div className={styles.fact}>
          <span>MNIST</span>
          <span className={styles.value}>
            {formatCount(info?.trainRows ?? 60_000)} + {formatCount(info?.testRows ?? 10_000)}
          </span>
        </div>
        <MixtureRows spec={spec} rebuild={rebuild} />
        <AugmentationRows spec={spec} rebuild={rebuild} />
      </Group>
    );
  }
  if (spec.data.type === 'shapes')
    return (
      <Group title="Data" effect="afresh">
        <ShapesRows spec={spec} data={spec.data} rebuild={rebuild} />
      </Group>
    );
  return (
    <Group title="Data" effect="afresh">
      <PresetRow spec={spec} rebuild={rebuild} />
      <Row
        label="Rows"
        help={
          <>
            <p>
              <strong>Truth table:</strong> the four rows of XOR, each once.
            </p>
            <p>
              <strong>Original’s sampler:</strong> 1,000 rows as the NumPy original draws them: a is
              “divisible by 2 or 7”, b is “divisible by 3 or 5”, so the four cases are not equally likely.
            </p>
            <p>
              Now {formatCount(info?.trainRows ?? 4)} rows to learn from, {formatCount(info?.testRows ?? 4)}{' '}
              to test on.
            </p>
          </>
        }
      >
        {({ control, help }) => (
          <Choice
            id={control}
            describedBy={help}
            value={spec.data.type === 'xor' ? spec.data.sampler : 'table'}
            options={['table', 'divisibility']}
            names={samplerNames}
            onChange={(sampler) => rebuild(withSampler(spec, sampler))}
          />
        )}
      </Row>
    </Group>
  );
}
