import type { LayerSpec, NetworkSpec } from '../../training/trainer';
import { activationNames } from './names';
import styles from './Recipe.module.css';

/** The layers of a network that the recipe has no controls for, such as one from a file. */
export function LayerList({ network }: { readonly network: NetworkSpec }) {
  return (
    <ol className={styles.layers} aria-label="Layers">
      <li className={`${styles.layer} ${styles.fixed}`}>
        <span>{network.inputs} in</span>
      </li>
      {network.layers.map((layer, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place.
        <li key={at} className={`${styles.layer} ${styles.fixed}`}>
          <span>{describeLayer(layer)}</span>
        </li>
      ))}
    </ol>
  );
}

function describeLayer(layer: LayerSpec): string {
  switch (layer.type) {
    case 'dense':
      return `Dense ${layer.units}`;
    case 'activation':
      return activationNames[layer.activation];
    case 'conv2d': {
      const { channels, kernel, stride, padding } = layer;
      const sides = typeof kernel === 'number' ? [kernel, kernel] : kernel;
      const more = `${stride === 1 ? '' : `, stride ${stride}`}${padding === 0 ? '' : `, padding ${padding}`}`;
      return `Convolution ${channels} of ${sides.join(' × ')}${more}`;
    }
    case 'maxPool2d':
      return `Max-pool ${layer.size} × ${layer.size}${layer.stride === layer.size ? '' : `, stride ${layer.stride}`}`;
    case 'flatten':
      return 'Flatten';
    case 'dropout':
      return `Dropout ${layer.rate}`;
  }
}
