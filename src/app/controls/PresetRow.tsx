import { originalXorRecipe, xorRecipe } from '../../training/recipes';
import type { RunSpec } from '../../training/trainer';
import { networkShape } from '../runEvents';
import { Choice } from './Choice';
import { presetNames, presetOf, presetRecipe, presetsFor } from './presets';
import { Row } from './Row';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

export function PresetRow({ spec, rebuild }: Props) {
  const preset = presetOf(spec);
  const offered = presetsFor(spec);
  return (
    <Row
      label="Preset"
      about="ready-made recipes"
      help={spec.data.type === 'xor' ? <XorHelp /> : <DigitsHelp />}
    >
      {({ control, help }) => (
        <Choice
          id={control}
          describedBy={help}
          value={preset}
          options={preset === 'own' ? [...offered, preset] : offered}
          names={presetNames}
          onChange={(chosen) => {
            if (chosen !== 'own') rebuild(presetRecipe(chosen));
          }}
        />
      )}
    </Row>
  );
}

function XorHelp() {
  return (
    <>
      <p>A whole recipe to start from. “The NumPy original” is the program that this one follows.</p>
      <p>
        Default: {networkShape(xorRecipe.network)}, tanh, the truth table. Original:{' '}
        {networkShape(originalXorRecipe.network)}, relu, 1,000 rows of its sampler in batches of{' '}
        {originalXorRecipe.batchSize}.
      </p>
    </>
  );
}

function DigitsHelp() {
  return (
    <>
      <p>A whole recipe to start from.</p>
      <p>
        <strong>Quick:</strong> learns in front of your eyes, from the digits as they are: 97 to 98 % of the
        test digits in seconds.
      </p>
      <p>
        <strong>Pad’s:</strong> those of the two networks that read the pad: larger, and trained for many
        epochs on digits that are bent at random.
      </p>
    </>
  );
}
