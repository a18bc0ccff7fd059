import { originalXorRecipe, xorRecipe } from '../../training/recipes';
import type { RunSpec } from '../../training/trainer';
import { formatCount } from '../format';
import { networkShape } from '../runEvents';
import { useSessionState } from '../sessionContext';
import { Choice } from './Choice';
import { Group } from './Group';
import styles from './Recipe.module.css';
import { Row } from './Row';
import { withSampler } from './recipeEdit';
import { presetNames, presetOf } from './xorPresets';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

const samplerNames = { table: 'Truth table', divisibility: 'Original’s sampler' };

export function DataGroup({ spec, rebuild }: Props) {
  const info = useSessionState((state) => state.run.info);
  if (spec.data.type === 'digits') {
    return (
      <Group title="Data" effect="afresh">
        <div className={styles.fact}>
          <span>MNIST</span>
          <span className={styles.value}>
            {formatCount(info?.trainRows ?? 60_000)} + {formatCount(info?.testRows ?? 10_000)}
          </span>
        </div>
      </Group>
    );
  }
  const preset = presetOf(spec);
  return (
    <Group title="Data" effect="afresh">
      <Row
        label="Preset"
        about="ready-made recipes"
        help={
          <>
            <p>A whole recipe to start from. “The NumPy original” is the program that this one follows.</p>
            <p>
              Default: {networkShape(xorRecipe.network)}, tanh, the truth table. Original:{' '}
              {networkShape(originalXorRecipe.network)}, relu, 1,000 rows of its sampler in batches of{' '}
              {originalXorRecipe.batchSize}.
            </p>
          </>
        }
      >
        {({ control, help }) => (
          <Choice
            id={control}
            describedBy={help}
            value={preset}
            options={preset === 'own' ? ['default', 'original', 'own'] : ['default', 'original']}
            names={presetNames}
            onChange={(chosen) => {
              if (chosen !== 'own') rebuild(chosen === 'default' ? xorRecipe : originalXorRecipe);
            }}
          />
        )}
      </Row>
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
