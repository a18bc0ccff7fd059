import type { RunSpec } from '../../training/trainer';
import { formatRate } from '../format';
import { Choice } from './Choice';
import { Group } from './Group';
import { NumberField } from './NumberField';
import { lossNames, optimizerNames } from './names';
import { readParts } from './networkParts';
import { Row } from './Row';
import { withOptimizer } from './recipeEdit';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

const largestSeed = 2 ** 32 - 1;

export function MethodGroup({ spec, rebuild }: Props) {
  const { loss, optimizer, seed } = spec;
  const softmax = readParts(spec.network).last.activation === 'softmax';
  return (
    <Group title="Method" effect="afresh">
      <Row
        label="Loss"
        help={
          <>
            <p>How wrong the answers are, as one number that training makes smaller.</p>
            <p className="formula">
              {loss === 'meanSquaredError' ? 'L = mean (answer − wanted)²' : 'L = −log p(wanted digit)'}
            </p>
            <p>
              {softmax
                ? 'Cross-entropy suits softmax.'
                : 'Cross-entropy is offered where the output is softmax.'}
            </p>
          </>
        }
      >
        {({ control, help }) => (
          <Choice
            id={control}
            describedBy={help}
            value={loss}
            options={softmax ? ['crossEntropy', 'meanSquaredError'] : ['meanSquaredError']}
            names={lossNames}
            onChange={(chosen) => rebuild({ ...spec, loss: chosen })}
          />
        )}
      </Row>
      <Row
        label="Optimizer"
        help={
          <>
            <p>
              What turns gradients into steps. SGD follows them with momentum; Adam gives every weight a step
              of its own size.
            </p>
            <p className="formula">
              {'beta1' in optimizer
                ? `m, v: running means of g and g², β₁ = ${optimizer.beta1}, β₂ = ${optimizer.beta2}`
                : 'momentum' in optimizer
                  ? `v ← ${formatRate(optimizer.momentum)} · v + g`
                  : 'a step size of its own for every weight'}
            </p>
          </>
        }
      >
        {({ control, help }) => (
          <Choice
            id={control}
            describedBy={help}
            value={optimizer.type}
            options={['adam', 'sgd']}
            names={optimizerNames}
            onChange={(type) => rebuild(withOptimizer(spec, type))}
          />
        )}
      </Row>
      {optimizer.type === 'sgd' && (
        <Row
          label="Momentum"
          help={
            <>
              <p>How much of the last step is kept: 0 forgets it, 0.9 rolls like a heavy ball.</p>
              <p className="formula">v ← momentum · v + g; w ← w − rate · v</p>
              <p>Now {formatRate(optimizer.momentum)}.</p>
            </>
          }
        >
          {({ control, help }) => (
            <NumberField
              id={control}
              describedBy={help}
              rule={{ name: 'Momentum', min: 0, max: 0.999, integer: false }}
              value={optimizer.momentum}
              write={formatRate}
              onChange={(momentum) => rebuild({ ...spec, optimizer: { ...optimizer, momentum } })}
            />
          )}
        </Row>
      )}
      <Row
        label="Seed"
        help={
          <>
            <p>
              Draws the first weights and the order of the samples. The same seed and recipe give the same
              run, number for number.
            </p>
            <p>Now {seed}. Arrow up and down try the neighbours.</p>
          </>
        }
      >
        {({ control, help }) => (
          <NumberField
            id={control}
            describedBy={help}
            rule={{ name: 'The seed', min: 0, max: largestSeed, integer: true }}
            value={seed}
            write={String}
            width="6.5rem"
            onChange={(next) => rebuild({ ...spec, seed: next })}
          />
        )}
      </Row>
    </Group>
  );
}
