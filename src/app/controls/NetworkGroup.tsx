import type { RunSpec } from '../../training/trainer';
import { BiasRows } from './BiasRows';
import { Choice } from './Choice';
import { DropoutRow } from './DropoutRow';
import { Group } from './Group';
import { LayerEditor } from './LayerEditor';
import { LayerList } from './LayerList';
import { networkKindNames } from './names';
import { kindOf } from './networkParts';
import { Row } from './Row';
import { withKind } from './recipeEdit';
import { StartRow } from './StartRow';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

export function NetworkGroup({ spec, rebuild }: Props) {
  const kind = kindOf(spec.network);
  return (
    <Group title="Network" effect="afresh">
      {spec.data.type === 'digits' && <KindRow spec={spec} rebuild={rebuild} />}
      {kind === 'other' ? (
        <LayerList network={spec.network} />
      ) : (
        <>
          <LayerEditor spec={spec} rebuild={rebuild} />
          <BiasRows spec={spec} rebuild={rebuild} />
          <DropoutRow spec={spec} rebuild={rebuild} />
          <StartRow spec={spec} rebuild={rebuild} />
        </>
      )}
    </Group>
  );
}

/** What a network of digits is made of; choosing brings that kind's preset. */
function KindRow({ spec, rebuild }: Props) {
  const kind = kindOf(spec.network);
  return (
    <Row
      label="Kind"
      about="kinds of networks"
      help={
        <>
          <p>
            <strong>Dense layers:</strong> every neuron sees every pixel.
          </p>
          <p>
            <strong>Convolutional:</strong> small kernels slide over the image and look for the same
            everywhere; pooling keeps the strongest answer of each 2 × 2. Fewer weights, more work, better
            answers.
          </p>
          <p className="formula">{'y = f(Σ w · x + bias)\nover the pixels under the kernel'}</p>
          <p>Choosing one brings a network to start from. LeCun et al. 1998</p>
        </>
      }
    >
      {({ control, help }) => (
        <Choice
          id={control}
          describedBy={help}
          value={kind}
          options={['dense', 'convolutional']}
          names={networkKindNames}
          onChange={(chosen) => {
            if (chosen !== 'other') rebuild(withKind(spec, chosen));
          }}
        />
      )}
    </Row>
  );
}
