/** A network as the recipe shows it: hidden layers, a last layer, and what they have in common. */
import { type DenseLayer, denseLayers, initializerFor } from '../../training/recipes';
import type { Activation, Initializer, NetworkSpec } from '../../training/trainer';

/** suited: to each layer's activation, as `initializerFor` has it; it stays so when an activation changes. */
export type InitializerChoice = Initializer | 'suited';

export type NetworkParts = {
  readonly inputs: number;
  readonly hidden: readonly DenseLayer[];
  readonly last: DenseLayer;
  readonly bias: boolean;
  readonly initializer: InitializerChoice;
};

/** Whether the network is made of nothing else than dense layers and activations. */
export function isEditable(network: NetworkSpec): boolean {
  return network.layers.every(({ type }) => type === 'dense' || type === 'activation');
}

/** Of the dense layers and their activations; other layers are not among the parts. */
export function readParts(network: NetworkSpec): NetworkParts {
  const layers: DenseLayer[] = [];
  const initializers: Initializer[] = [];
  let bias = true;
  for (const layer of network.layers) {
    if (layer.type === 'dense') {
      layers.push({ units: layer.units, activation: 'linear' });
      initializers.push(layer.initializer);
      bias = layer.bias;
    } else if (layer.type === 'activation') {
      const dense = layers.pop();
      if (dense) layers.push({ ...dense, activation: layer.activation });
    }
  }
  const first = initializers[0];
  const same = initializers.every((initializer) => initializer === first);
  const suited = layers.every(({ activation }, at) => initializers[at] === initializerFor(activation));
  const last = layers.pop() ?? { units: 1, activation: 'linear' };
  return {
    inputs: network.inputs,
    hidden: layers,
    last,
    bias,
    initializer: same && first && !suited ? first : 'suited',
  };
}

export function writeParts({ inputs, hidden, last, bias, initializer }: NetworkParts): NetworkSpec {
  const layers = denseLayers([...hidden, last], bias);
  if (initializer === 'suited') return { inputs, layers };
  return {
    inputs,
    layers: layers.map((layer) => (layer.type === 'dense' ? { ...layer, initializer } : layer)),
  };
}

/** Last activations that can give the answers wanted: one in 0 … 1 for XOR, ten for digits. */
export function lastActivations(units: number): readonly Activation[] {
  return units === 1 ? ['sigmoid', 'tanh', 'linear'] : ['softmax', 'sigmoid', 'tanh', 'linear'];
}
