import type { RunSpec } from '../../training/trainer';
import { readParts } from '../controls/networkParts';
import { maxHiddenLayers, maxUnits } from '../controls/recipeEdit';
import type { ChosenParameter } from './chosenParameter';
import styles from './NetworkButtons.module.css';
import type { NetLayout } from './netLayout';
import {
  type NetworkEdit,
  withLayerOnTop,
  withNeuronAdded,
  withNeuronRemoved,
  withoutLayer,
} from './networkEdit';

type Props = {
  readonly spec: RunSpec;
  readonly chosen: ChosenParameter;
  readonly onEdit: (edit: NetworkEdit) => void;
};

/** Over every hidden layer of the picture: a neuron more, or less. */
export function NeuronButtons({ spec, chosen, layout, onEdit }: Props & { readonly layout: NetLayout }) {
  const { hidden } = readParts(spec.network);
  return hidden.map(({ units }, at) => {
    const unit = chosen.layer === at && chosen.unit < units ? chosen.unit : units - 1;
    return (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place.
        key={at}
        className={styles.neurons}
        style={{ left: layout.columns[at + 1][0].x }}
      >
        <EditButton
          label={`Remove neuron ${unit + 1} of hidden ${at + 1}`}
          edit={units > 1 ? () => withNeuronRemoved(spec, at, unit) : null}
          onEdit={onEdit}
        >
          −
        </EditButton>
        <EditButton
          label={`Add a neuron to hidden ${at + 1}`}
          edit={units < maxUnits(spec) ? () => withNeuronAdded(spec, at) : null}
          onEdit={onEdit}
        >
          +
        </EditButton>
      </span>
    );
  });
}

/** A hidden layer more, or less: the one of the chosen weight, or the last. */
export function LayerButtons({ spec, chosen, onEdit }: Props) {
  const { hidden } = readParts(spec.network);
  const at = Math.min(chosen.layer, hidden.length - 1);
  return (
    <span className={styles.layers}>
      Layers
      <EditButton
        label={hidden.length > 0 ? `Remove layer hidden ${at + 1}` : 'Remove a layer'}
        edit={hidden.length > 0 ? () => withoutLayer(spec, at) : null}
        onEdit={onEdit}
      >
        −
      </EditButton>
      <EditButton
        label="Add a layer before the output"
        edit={hidden.length < maxHiddenLayers ? () => withLayerOnTop(spec) : null}
        onEdit={onEdit}
      >
        +
      </EditButton>
    </span>
  );
}

type ButtonProps = {
  readonly label: string;
  /** Null: it can't be done. */
  readonly edit: (() => NetworkEdit) | null;
  readonly onEdit: (edit: NetworkEdit) => void;
  readonly children: string;
};

/** Not `disabled`: that would take the focus away. */
function EditButton({ label, edit, onEdit, children }: ButtonProps) {
  return (
    <button
      type="button"
      className={`button ${styles.edit}`}
      aria-label={label}
      title={label}
      aria-disabled={edit === null}
      onClick={() => edit && onEdit(edit())}
    >
      {children}
    </button>
  );
}
