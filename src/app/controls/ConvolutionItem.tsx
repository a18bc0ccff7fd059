import type { RunSpec } from '../../training/trainer';
import type { ImageBlock } from '../imageBlocks';
import { CloseIcon } from '../shell/icons';
import { Choice } from './Choice';
import { NumberField } from './NumberField';
import { activationNames } from './names';
import type { ConvolutionPart } from './networkParts';
import styles from './Recipe.module.css';
import {
  convolutionActivations,
  kernelSides,
  maxChannels,
  withConvolution,
  withConvolutionRemoved,
} from './recipeEdit';

type Props = {
  readonly spec: RunSpec;
  readonly at: number;
  readonly layer: ConvolutionPart;
  /** What comes out; undefined where the layers do not fit. */
  readonly image: ImageBlock | undefined;
  readonly isOnly: boolean;
  readonly rebuild: (spec: RunSpec) => void;
  readonly onRemoved: () => void;
};

/** A convolution in the list of layers: its channels and kernel, and below them what becomes of its images. */
export function ConvolutionItem({ spec, at, layer, image, isOnly, rebuild, onRemoved }: Props) {
  const change = (part: Partial<ConvolutionPart>) => rebuild(withConvolution(spec, at, part));
  const kernels: readonly string[] = kernelSides;
  return (
    <li className={styles.layer}>
      <span className={styles.name}>Conv</span>
      <NumberField
        label={`Channels of convolution ${at + 1}`}
        rule={{ name: 'Channels', min: 1, max: maxChannels, integer: true }}
        value={layer.channels}
        width="100%"
        onChange={(channels) => change({ channels })}
      />
      <Choice
        label={`Activation of convolution ${at + 1}`}
        className={styles.activation}
        value={layer.activation}
        options={convolutionActivations}
        names={activationNames}
        onChange={(activation) => change({ activation })}
      />
      {isOnly ? (
        <span />
      ) : (
        <button
          type="button"
          className={`button quiet ${styles.remove}`}
          aria-label={`Remove convolution ${at + 1}`}
          onClick={() => {
            rebuild(withConvolutionRemoved(spec, at));
            onRemoved();
          }}
        >
          <CloseIcon />
        </button>
      )}
      <div className={styles.images}>
        <Choice
          label={`Kernel of convolution ${at + 1}`}
          className={styles.kernel}
          value={String(layer.kernel)}
          options={kernels}
          names={Object.fromEntries(
            [...kernels, String(layer.kernel)].map((name) => [name, `${name} × ${name}`]),
          )}
          onChange={(kernel) => change({ kernel: Number(kernel) })}
        />
        <label className={styles.pool}>
          <input
            className="check"
            type="checkbox"
            aria-label={`Max-pool behind convolution ${at + 1}`}
            checked={layer.pool}
            onChange={({ target }) => change({ pool: target.checked })}
          />
          pool
        </label>
        <span>{image && `→ ${image.height} × ${image.width}`}</span>
      </div>
    </li>
  );
}
