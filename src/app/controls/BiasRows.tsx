import { useId, useState } from 'react';
import type { RunSpec } from '../../training/trainer';
import { formatCount } from '../format';
import { planOf } from '../networkPlan';
import { Inset } from './Disclosure';
import { readParts } from './networkParts';
import styles from './Recipe.module.css';
import { Row } from './Row';
import { withBias } from './recipeEdit';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

/** Biases of all layers at once and, when asked for, of each. */
export function BiasRows({ spec, rebuild }: Props) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const parts = readParts(spec.network);
  const layers = [
    ...parts.convolutions.map(({ bias }, at) => ({ bias, name: `convolution ${at + 1}` })),
    ...parts.hidden.map(({ bias }, at) => ({ bias, name: `hidden layer ${at + 1}` })),
    { bias: parts.last.bias, name: 'the output' },
  ];
  const all = layers.every(({ bias }) => bias);
  const none = layers.every(({ bias }) => !bias);
  return (
    <>
      <Row
        label="Biases"
        help={
          <>
            <p>A number added in every neuron, so that it need not be silent where all inputs are zero.</p>
            <p className="formula">y = f(Σ w · x + bias)</p>
            <p>
              {all ? 'On' : none ? 'Off' : 'On in some layers'}:{' '}
              {formatCount(planOf(spec.network)?.parameters ?? null)} parameters in all.
            </p>
          </>
        }
      >
        {({ control, help }) => (
          <span className={styles.biases}>
            {layers.length > 1 && (
              <button
                type="button"
                className={`button quiet ${styles.each}`}
                aria-expanded={isOpen}
                aria-controls={id}
                onClick={() => setOpen(!isOpen)}
              >
                each layer
              </button>
            )}
            <input
              id={control}
              ref={(box) => {
                if (box) box.indeterminate = !all && !none;
              }}
              className="check"
              type="checkbox"
              aria-describedby={help}
              checked={all}
              onChange={({ target }) => rebuild(withBias(spec, target.checked))}
            />
          </span>
        )}
      </Row>
      <div id={id} hidden={!isOpen || layers.length < 2}>
        <Inset>
          {layers.map(({ bias, name }, at) => (
            <label key={name} className={styles.bias}>
              <span className={styles.biased}>{name}</span>
              <input
                className="check"
                type="checkbox"
                aria-label={`Bias of ${name}`}
                checked={bias}
                onChange={({ target }) => rebuild(withBias(spec, target.checked, at))}
              />
            </label>
          ))}
        </Inset>
      </div>
    </>
  );
}
