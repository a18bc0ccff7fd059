import { useRef } from 'react';
import type { RunSpec } from '../../training/trainer';
import { CloseIcon } from '../shell/icons';
import { BiasRows } from './BiasRows';
import { Choice } from './Choice';
import { Group } from './Group';
import { LayerList } from './LayerList';
import { NumberField } from './NumberField';
import { activationNames, initializerNames, offered } from './names';
import { isEditable, readParts } from './networkParts';
import styles from './Recipe.module.css';
import { Row } from './Row';
import {
  initializersFor,
  lastActivations,
  maxHiddenLayers,
  maxUnits,
  withHiddenLayer,
  withLayerAdded,
  withLayerRemoved,
  withParts,
} from './recipeEdit';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

export function NetworkGroup(props: Props) {
  const { network } = props.spec;
  return isEditable(network) ? <NetworkEditor {...props} /> : <LayerList network={network} />;
}

function NetworkEditor({ spec, rebuild }: Props) {
  const parts = readParts(spec.network);
  const { inputs, hidden, last, initializer } = parts;
  const list = useRef<HTMLOListElement>(null);
  return (
    <Group title="Network" effect="afresh">
      <ol ref={list} tabIndex={-1} className={styles.layers} aria-label="Layers">
        <li className={`${styles.layer} ${styles.fixed}`}>
          <span className={styles.name}>{inputs === 2 ? 'a, b' : '28 × 28'}</span>
          <span>{inputs} in</span>
        </li>
        {hidden.map((layer, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place.
          <li key={at} className={styles.layer}>
            <span className={styles.name}>Dense</span>
            <NumberField
              label={`Units of hidden layer ${at + 1}`}
              rule={{ name: 'Units', min: 1, max: maxUnits(spec.data), integer: true }}
              value={layer.units}
              width="100%"
              onChange={(units) => rebuild(withHiddenLayer(spec, at, { units }))}
            />
            <Choice
              label={`Activation of hidden layer ${at + 1}`}
              className={styles.activation}
              value={layer.activation}
              options={offered(activationNames)}
              names={activationNames}
              onChange={(activation) => rebuild(withHiddenLayer(spec, at, { activation }))}
            />
            <button
              type="button"
              className={`button quiet ${styles.remove}`}
              aria-label={`Remove hidden layer ${at + 1}`}
              onClick={() => {
                rebuild(withLayerRemoved(spec, at));
                // The button goes with its layer.
                list.current?.focus();
              }}
            >
              <CloseIcon />
            </button>
          </li>
        ))}
        {hidden.length < maxHiddenLayers && (
          <li>
            <button
              type="button"
              className={`button quiet ${styles.add}`}
              onClick={() => rebuild(withLayerAdded(spec))}
            >
              + Add a hidden layer
            </button>
          </li>
        )}
        <li className={`${styles.layer} ${styles.last}`}>
          <span className={styles.name}>Output {last.units}</span>
          <Choice
            label="Activation of the output"
            className={styles.activation}
            value={last.activation}
            options={lastActivations(last.units)}
            names={activationNames}
            onChange={(activation) => rebuild(withParts(spec, { last: { ...last, activation } }))}
          />
        </li>
      </ol>
      <BiasRows spec={spec} rebuild={rebuild} />
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
    </Group>
  );
}
