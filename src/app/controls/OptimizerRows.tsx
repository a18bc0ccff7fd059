import type { RunSpec } from '../../training/trainer';
import { formatRate } from '../format';
import { Choice } from './Choice';
import { Disclosure } from './Disclosure';
import { Explained } from './Explained';
import { optimizerExplanations } from './explanations';
import { NumberField } from './NumberField';
import { offered, optimizerNames } from './names';
import {
  numbersAbout,
  numbersOf,
  optimizerRule,
  readOptimizerNumber,
  summarizeNumbers,
  withOptimizerNumber,
} from './optimizerNumbers';
import styles from './Recipe.module.css';
import { Row } from './Row';
import { withOptimizer, withUsualNumbers } from './recipeEdit';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

/** The optimizer, and the numbers of its own folded away. */
export function OptimizerRows({ spec, rebuild }: Props) {
  const { optimizer } = spec;
  const explanation = optimizerExplanations[optimizer.type];
  const usual = withUsualNumbers(spec);
  const areUsual = numbersOf(optimizer).every(
    (key) => readOptimizerNumber(optimizer, key) === readOptimizerNumber(usual.optimizer, key),
  );
  return (
    <>
      <Row
        label="Optimizer"
        help={
          <>
            <p>What turns gradients g into steps of the weights w.</p>
            <Explained name={optimizerNames[optimizer.type]} by={explanation} />
          </>
        }
      >
        {({ control, help }) => (
          <Choice
            id={control}
            describedBy={help}
            value={optimizer.type}
            options={offered(optimizerNames)}
            names={optimizerNames}
            onChange={(type) => rebuild(withOptimizer(spec, type))}
          />
        )}
      </Row>
      <Disclosure title="Its numbers" state={summarizeNumbers(optimizer)}>
        {numbersOf(optimizer).map((key) => (
          <Row
            key={key}
            label={numbersAbout[key].label}
            help={
              <>
                <p>{numbersAbout[key].says}</p>
                <p className="formula">{explanation.formula}</p>
                <p>
                  Now {formatRate(readOptimizerNumber(optimizer, key))}; usually{' '}
                  {formatRate(readOptimizerNumber(usual.optimizer, key))}.
                </p>
              </>
            }
          >
            {({ control, help }) => (
              <NumberField
                id={control}
                describedBy={help}
                rule={optimizerRule(optimizer, key)}
                value={readOptimizerNumber(optimizer, key)}
                onChange={(value) =>
                  rebuild({ ...spec, optimizer: withOptimizerNumber(optimizer, key, value) })
                }
              />
            )}
          </Row>
        ))}
        <button
          type="button"
          className={`button quiet ${styles.defaults}`}
          aria-disabled={areUsual}
          onClick={() => {
            if (!areUsual) rebuild(usual);
          }}
        >
          {areUsual ? 'These are the defaults' : 'Back to the defaults'}
        </button>
      </Disclosure>
    </>
  );
}
