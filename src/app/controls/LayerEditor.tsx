import { useRef } from 'react';
import type { RunSpec } from '../../training/trainer';
import { formatCount } from '../format';
import { type ImageBlock, imageBlocksOf } from '../imageBlocks';
import { inputNames } from '../inputNames';
import { CloseIcon } from '../shell/icons';
import { Choice } from './Choice';
import { ConvolutionItem } from './ConvolutionItem';
import { NumberField } from './NumberField';
import { activationNames, describeLayer, offered } from './names';
import { readParts } from './networkParts';
import styles from './Recipe.module.css';
import {
  endingsFor,
  maxHiddenLayers,
  maxUnits,
  withConvolutionAdded,
  withEnding,
  withHiddenLayer,
  withLayerAdded,
  withLayerRemoved,
} from './recipeEdit';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

/** The layers from the input to the output, each with what can be changed of it. */
export function LayerEditor({ spec, rebuild }: Props) {
  const { inputs, scaling, convolutions, hidden, last } = readParts(spec.network);
  const images = imageBlocksOf(spec.network);
  const withAnother = withConvolutionAdded(spec);
  const list = useRef<HTMLOListElement>(null);
  // A button goes with its layer.
  const keepFocus = () => list.current?.focus();
  return (
    <ol ref={list} tabIndex={-1} className={styles.layers} aria-label="Layers">
      <li className={`${styles.layer} ${styles.fixed}`}>
        <span className={styles.name}>{inputNames[spec.data.type].join(', ') || '28 × 28'}</span>
        <span>{inputs} in</span>
      </li>
      {scaling && (
        <li className={`${styles.layer} ${styles.fixed}`}>
          <span className={styles.name}>Inputs</span>
          <span>{describeLayer(scaling)}</span>
        </li>
      )}
      {convolutions.map((layer, at) => (
        <ConvolutionItem
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place.
          key={at}
          spec={spec}
          at={at}
          layer={layer}
          image={images[at]}
          isOnly={convolutions.length === 1}
          rebuild={rebuild}
          onRemoved={keepFocus}
        />
      ))}
      {withAnother && (
        <li>
          <button
            type="button"
            className={`button quiet ${styles.add}`}
            onClick={() => {
              rebuild(withAnother);
              keepFocus();
            }}
          >
            + Add a convolution
          </button>
        </li>
      )}
      {convolutions.length > 0 && (
        <li className={`${styles.layer} ${styles.fixed}`}>
          <span className={styles.name}>Flatten</span>
          <span>{describeFlatten(images.at(-1))}</span>
        </li>
      )}
      {hidden.map((layer, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place.
        <li key={at} className={styles.layer}>
          <span className={styles.name}>Dense</span>
          <NumberField
            label={`Units of hidden layer ${at + 1}`}
            rule={{ name: 'Units', min: 1, max: maxUnits(spec), integer: true }}
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
              keepFocus();
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
          options={endingsFor(spec)}
          names={activationNames}
          onChange={(activation) => rebuild(withEnding(spec, activation))}
        />
      </li>
    </ol>
  );
}

/** 4 × 4 × 16 = 256 */
function describeFlatten(image: ImageBlock | undefined): string {
  if (!image) return '';
  const { height, width, channels } = image;
  return `${height} × ${width} × ${channels} = ${formatCount(height * width * channels)}`;
}
