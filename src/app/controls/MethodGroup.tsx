import { lossesFor } from '../../training/recipes';
import type { RunSpec } from '../../training/trainer';
import { ArithmeticRow } from './ArithmeticRow';
import { Choice } from './Choice';
import { Explained } from './Explained';
import { lossExplanations } from './explanations';
import { Group } from './Group';
import { NumberField } from './NumberField';
import { lossNames } from './names';
import { readParts } from './networkParts';
import { OptimizerRows } from './OptimizerRows';
import { Row } from './Row';
import { ScheduleRows } from './ScheduleRows';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

const largestSeed = 2 ** 32 - 1;

export function MethodGroup({ spec, rebuild }: Props) {
  const { loss, seed } = spec;
  return (
    <Group title="Method" effect="afresh">
      <Row
        label="Loss"
        help={
          <>
            <p>How wrong the answers are, as one number that training makes smaller.</p>
            <Explained name={lossNames[loss]} by={lossExplanations[loss]} />
            <p>
              Cross-entropy is offered where the output is softmax, binary cross-entropy where it is sigmoid.
            </p>
          </>
        }
      >
        {({ control, help }) => (
          <Choice
            id={control}
            describedBy={help}
            value={loss}
            options={lossesFor(readParts(spec.network).last.activation)}
            names={lossNames}
            onChange={(chosen) => rebuild({ ...spec, loss: chosen })}
          />
        )}
      </Row>
      <OptimizerRows spec={spec} rebuild={rebuild} />
      <ScheduleRows spec={spec} rebuild={rebuild} />
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
      <ArithmeticRow spec={spec} rebuild={rebuild} />
    </Group>
  );
}
