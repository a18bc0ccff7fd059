import { useState } from 'react';
import { noAugmentation, usualAugmentation } from '../../training/recipes';
import type { Augmentation, RunSpec } from '../../training/trainer';
import {
  type AugmentationKind,
  augmentationKinds,
  augmentationOf,
  augmentationParts,
  choiceOf,
  describeAugmentation,
  describeStrength,
  readStrength,
  strengthRule,
  strengthScale,
  withStrength,
} from './augmentationNumbers';
import { Choice } from './Choice';
import { Disclosure } from './Disclosure';
import { augmentationNames } from './names';
import styles from './Recipe.module.css';
import { Row } from './Row';
import { withAugmentation } from './recipeEdit';
import { SampleSheet } from './SampleSheet';
import { SliderField } from './SliderField';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

/** How digits are bent when they are trained, with a sheet of what comes of it; off until it is asked for. */
export function AugmentationRows({ spec, rebuild }: Props) {
  const inForce = augmentationOf(spec.data);
  const [dragged, setDragged] = useState<Augmentation | null>(null);
  const [isOpen, setOpen] = useState(false);
  const augmentation = dragged ?? inForce;
  const choice = choiceOf(inForce);

  const change = (next: Augmentation): void => {
    setDragged(null);
    if (augmentationKinds.some((kind) => next[kind] !== inForce[kind])) rebuild(withAugmentation(spec, next));
  };

  return (
    <Disclosure
      title="Augmentation"
      state={choice === 'own' ? describeAugmentation(inForce) : augmentationNames[choice].toLowerCase()}
      onToggle={setOpen}
    >
      <Row
        label="Strengths"
        about="augmentation"
        help={
          <>
            <p>
              Every digit is bent at random each time it is trained, while its label stays: the network never
              sees the same one twice, and reads what other people draw. The test digits stay as they are.
            </p>
            <p className="formula">u, v uniform from −strength to strength</p>
            <p>
              Now {describeAugmentation(inForce) || 'off'}. Usual: {describeAugmentation(usualAugmentation)}.
            </p>
          </>
        }
      >
        {({ control, help }) => (
          <Choice
            id={control}
            describedBy={help}
            value={choice}
            options={choice === 'own' ? ['off', 'usual', 'own'] : ['off', 'usual']}
            names={augmentationNames}
            onChange={(chosen) => {
              if (chosen !== 'own') change(chosen === 'off' ? noAugmentation : usualAugmentation);
            }}
          />
        )}
      </Row>
      {isOpen && <SampleSheet data={withAugmentation(spec, augmentation).data} />}
      <div className={styles.aligned}>
        {augmentationKinds.map((kind) => (
          <StrengthRow
            key={kind}
            kind={kind}
            augmentation={augmentation}
            onDrag={setDragged}
            onChange={change}
          />
        ))}
      </div>
    </Disclosure>
  );
}

type StrengthProps = {
  readonly kind: AugmentationKind;
  readonly augmentation: Augmentation;
  readonly onDrag: (augmentation: Augmentation) => void;
  readonly onChange: (augmentation: Augmentation) => void;
};

function StrengthRow({ kind, augmentation, onDrag, onChange }: StrengthProps) {
  const { label, unit, says, formula, source } = augmentationParts[kind];
  const usual = describeStrength(usualAugmentation, kind);
  return (
    <Row
      label={label}
      help={
        <>
          <p>{says}</p>
          <p className="formula">{formula}</p>
          <p>
            Now {describeStrength(augmentation, kind)}, usually {usual}; 0 is off. {source}
          </p>
        </>
      }
    >
      {({ control, help }) => (
        <SliderField
          id={control}
          name={label}
          describedBy={help}
          scale={strengthScale(kind)}
          rule={strengthRule(kind)}
          unit={unit}
          value={readStrength(augmentation, kind)}
          onDrag={(value) => onDrag(withStrength(augmentation, kind, value))}
          onChange={(value) => onChange(withStrength(augmentation, kind, value))}
        />
      )}
    </Row>
  );
}
