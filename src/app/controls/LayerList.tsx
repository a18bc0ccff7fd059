import type { NetworkSpec } from '../../training/trainer';
import { describeLayer } from './names';
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
