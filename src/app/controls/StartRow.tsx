import type { RunSpec } from '../../training/trainer';
import { Choice } from './Choice';
import { initializerNames } from './names';
import { readParts } from './networkParts';
import { Row } from './Row';
import { initializersFor, withParts } from './recipeEdit';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

/** How all layers start. */
export function StartRow({ spec, rebuild }: Props) {
  const parts = readParts(spec.network);
  const { initializer } = parts;
  return (
    <Row
      label="Start"
      help={
        <>
          <p>How the weights are drawn before the first step; biases start at zero.</p>
          <p className="formula">
            {
              'Glorot: σ² = 2 / (in + out)\nHe: σ² = 2 / in\nnormal: σ = 0.05\nuniform: within ±√3 σ\northogonal: WᵀW = 1'
            }
          </p>
          <p>
            He suits relu and its kin, small normal numbers tanh, Glorot the rest
            {initializer === 'suited' ? ': as it is now' : ''}. Orthogonal is for layers of up to 512 × 512.
            With zeros every neuron of a layer stays the same for ever.
          </p>
          <p>Glorot &amp; Bengio 2010; He et al. 2015; Saxe et al. 2014</p>
        </>
      }
    >
      {({ control, help }) => (
        <Choice
          id={control}
          describedBy={help}
          value={initializer}
          options={initializersFor(parts)}
          names={initializerNames}
          onChange={(chosen) => rebuild(withParts(spec, { initializer: chosen }))}
        />
      )}
    </Row>
  );
}
