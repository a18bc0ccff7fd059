import type { RunSpec } from '../../training/trainer';
import { NumberField } from './NumberField';
import { readParts } from './networkParts';
import { Row } from './Row';
import { writeNumber } from './readNumber';
import { dropoutRule, withParts } from './recipeEdit';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

/** One rate for all hidden layers; without any there is nothing to drop. */
export function DropoutRow({ spec, rebuild }: Props) {
  const { hidden, dropout } = readParts(spec.network);
  if (hidden.length === 0) return null;
  return (
    <Row
      label="Dropout"
      help={
        <>
          <p>
            The share of every hidden dense layer’s neurons that is left out in a training step, others in
            each: none can lean on another. Answers are given by all.
          </p>
          <p className="formula">{'y = 0 with probability rate\nelse x / (1 − rate)'}</p>
          <p>
            Now {writeNumber(dropout, dropoutRule)}; 0 is off, 0.5 is usual in wide layers. Srivastava et al.
            2014
          </p>
        </>
      }
    >
      {({ control, help }) => (
        <NumberField
          id={control}
          describedBy={help}
          rule={dropoutRule}
          value={dropout}
          onChange={(rate) => rebuild(withParts(spec, { dropout: rate }))}
        />
      )}
    </Row>
  );
}
