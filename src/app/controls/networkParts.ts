/** A network as the recipe shows it: hidden layers, a last layer, and how all of them start. */
import { canBeOrthogonal, type DenseLayer, denseLayers, initializerFor } from '../../training/recipes';
import type { Activation, Initializer, NetworkSpec } from '../../training/trainer';

/** A dense layer with its activation. */
export type DensePart = Required<DenseLayer> & { readonly initializer: Initializer };

/**
 * suited: to each layer's activation, as `initializerFor` has it; it stays so when an activation changes.
 * own: not the same in all layers, as a file may bring it; each keeps what it has.
 */
export type InitializerChoice = Initializer | 'suited' | 'own';

export type NetworkParts = {
  readonly inputs: number;
  readonly hidden: readonly DensePart[];
  readonly last: DensePart;
  readonly initializer: InitializerChoice;
};

/** A layer with a bias and the start that suits it. */
export function densePart(units: number, activation: Activation): DensePart {
  return { units, activation, bias: true, initializer: initializerFor(activation) };
}

/** Whether the network is made of nothing else than dense layers and activations. */
export function isEditable(network: NetworkSpec): boolean {
  return network.layers.every(({ type }) => type === 'dense' || type === 'activation');
}

/** Of the dense layers and their activations; other layers are not among the parts. */
export function readParts(network: NetworkSpec): NetworkParts {
  const layers: DensePart[] = [];
  for (const layer of network.layers) {
    if (layer.type === 'dense') {
      const { units, bias, initializer } = layer;
      layers.push({ units, activation: 'linear', bias, initializer });
    } else if (layer.type === 'activation') {
      const dense = layers.pop();
      if (dense) layers.push({ ...dense, activation: layer.activation });
    }
  }
  const initializer = choiceOf(layers);
  const last = layers.pop() ?? densePart(1, 'linear');
  return { inputs: network.inputs, hidden: layers, last, initializer };
}

function choiceOf(layers: readonly DensePart[]): InitializerChoice {
  if (layers.every(({ activation, initializer }) => initializer === initializerFor(activation)))
    return 'suited';
  const first = layers[0].initializer;
  return layers.every(({ initializer }) => initializer === first) ? first : 'own';
}

/** Layers that have become too large to start orthogonal start as it suits them. */
export function writeParts({ inputs, hidden, last, initializer: wanted }: NetworkParts): NetworkSpec {
  const parts = [...hidden, last];
  const initializer = wanted === 'orthogonal' && !canStartOrthogonal(inputs, parts) ? 'suited' : wanted;
  const layers = parts.flatMap((part) => {
    const suited = denseLayers([part]);
    if (initializer === 'suited') return suited;
    const start = initializer === 'own' ? part.initializer : initializer;
    return suited.map((layer) => (layer.type === 'dense' ? { ...layer, initializer: start } : layer));
  });
  return { inputs, layers };
}

/** Whether the engine takes `orthogonal` for all layers. */
export function canStartOrthogonal(inputs: number, layers: readonly DensePart[]): boolean {
  return layers.every(({ units }, at) => canBeOrthogonal(at === 0 ? inputs : layers[at - 1].units, units));
}

/** Weights and biases. */
export function countParameters({ inputs, hidden, last }: NetworkParts): number {
  let count = 0;
  let from = inputs;
  for (const { units, bias } of [...hidden, last]) {
    count += from * units + (bias ? units : 0);
    from = units;
  }
  return count;
}
