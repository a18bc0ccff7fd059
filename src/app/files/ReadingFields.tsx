import { useId } from 'react';
import { lossesFor } from '../../training/recipes';
import type { Activation, BareLayout, FileQuestion, FileReading } from '../../training/trainer';
import { Choice } from '../controls/Choice';
import { activationNames, lossNames, offered } from '../controls/names';
import { useSessionState } from '../sessionContext';
import styles from './FileDialog.module.css';

type Props = {
  readonly question: FileQuestion;
  readonly reading: FileReading;
  readonly onChange: (reading: FileReading) => void;
};

const inputNames: Record<FileReading['input'], string> = {
  zeroToOne: '0 to 1',
  standardized: 'Standardized: (x − 0.1307) / 0.3081',
  unitLength: 'Unit length for each image',
};
const biasNodeNames: Record<FileReading['biasNode'], string> = {
  last: 'Last column',
  first: 'First column',
};
const layoutNames: Record<BareLayout, string> = {
  outputsFirst: '[outputs, inputs]',
  inputsFirst: '[inputs, outputs]',
};

/** One choice for each thing that shapes can't say. */
export function ReadingFields({ question, reading, onChange }: Props) {
  const problem = useSessionState((state) => state.problem);
  const { widths, network, layouts, hasBiasNode } = question;
  const last = lastActivation(question, reading);
  const isScaled = network?.layers.some(({ type }) => type === 'standardize' || type === 'unitLength');
  const withActivation = (at: number, activation: Activation) => {
    const activations = reading.activations.map((one, i) => (i === at ? activation : one));
    const losses = lossesFor(activations.at(-1) ?? 'linear');
    onChange({
      ...reading,
      activations,
      loss: losses.includes(reading.loss) ? reading.loss : losses[0],
    });
  };
  return (
    <div className={styles.fields}>
      {reading.activations.map((activation, at) => (
        <Field
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place.
          key={at}
          label={`Activation of ${widths[at]} → ${widths[at + 1]}`}
          value={activation}
          options={offered(activationNames)}
          names={activationNames}
          onChange={(chosen) => withActivation(at, chosen)}
        />
      ))}
      {problem === 'digits' && !isScaled && (
        <Field
          label="Pixels"
          value={reading.input}
          options={offered(inputNames)}
          names={inputNames}
          onChange={(input) => onChange({ ...reading, input })}
        />
      )}
      {hasBiasNode && (
        <Field
          label="Bias"
          value={reading.biasNode}
          options={offered(biasNodeNames)}
          names={biasNodeNames}
          onChange={(biasNode) => onChange({ ...reading, biasNode })}
        />
      )}
      {layouts.length > 1 && (
        <Field
          label="Matrices"
          value={reading.layout}
          options={layouts}
          names={layoutNames}
          onChange={(layout) => onChange({ ...reading, layout })}
        />
      )}
      <Field
        label="Loss, to train on"
        value={reading.loss}
        options={lossesFor(last)}
        names={lossNames}
        onChange={(loss) => onChange({ ...reading, loss })}
      />
    </div>
  );
}

function lastActivation({ network }: FileQuestion, { activations }: FileReading): Activation {
  const last = network?.layers.at(-1);
  return activations.at(-1) ?? (last?.type === 'activation' ? last.activation : 'linear');
}

type FieldProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Value[];
  readonly names: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
};

function Field<Value extends string>({ label, ...choice }: FieldProps<Value>) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <Choice id={id} className={styles.choice} {...choice} />
    </>
  );
}
