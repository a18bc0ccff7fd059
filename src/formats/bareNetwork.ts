/**
 * A network from tensors that come without a card. Their shapes say how wide the layers are; what shapes can't say is a
 * BareReading.
 */
import type { CardNetwork } from './card';
import { fittingLayers } from './fittingLayers';
import { networkTensors } from './networkTensors';
import { type BareWeights, FormatError, quote, shapeText, type Tensor } from './weights';

type CardLayer = CardNetwork['layers'][number];
type CardActivation = Extract<CardLayer, { type: 'activation' }>['activation'];

/** What the shapes of bare tensors can't say. */
export type BareReading = {
  /** Behind each layer of the outline's `widths`. */
  readonly activations: readonly CardActivation[];
  /**
   * What the network was given for pixels from 0 to 1: the same; less 0.1307 over 0.3081, mean and deviation of MNIST;
   * or each image divided by its Euclidean norm.
   */
  readonly input: 'zeroToOne' | 'standardized' | 'unitLength';
  /** Which column of matrices with one more than there are inputs is the bias. */
  readonly biasNode: 'last' | 'first';
  /** Whether matrices are `[outputs, inputs]` or `[inputs, outputs]`. */
  readonly layout: BareLayout;
};

export type BareLayout = 'outputsFirst' | 'inputsFirst';

/** What can be known of bare tensors. */
export type BareOutline = {
  /**
   * Numbers that go in, and units of each layer whose activation is asked for: every dense one, or of a `network` the
   * last where nothing stands behind it, as PyTorch leaves the softmax to its loss. Empty: none is.
   */
  readonly widths: readonly number[];
  /** What the file says of its layers, or the network that has just these tensors. */
  readonly network: CardNetwork | null;
  /** In which the shapes chain; two where squares fit both ways. */
  readonly layouts: readonly BareLayout[];
  /** Whether a matrix has one more column than there are inputs. */
  readonly hasBiasNode: boolean;
};

export type BareNetwork = { readonly network: CardNetwork; readonly tensors: readonly Tensor[] };

/** A dense layer of the file; the weights are `[outputs, inputs]` or, with a bias node, `[outputs, inputs + 1]`. */
type DenseTensors = {
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly units: number;
  readonly inputs: number;
};

/**
 * How the tensors make a network of so many inputs and outputs; `onScreen` is taken as what the file does not say
 * of its layers where the tensors are just those of that network. Throws a FormatError that says what was found.
 */
export function outlineBare(
  bare: BareWeights,
  inputs: number,
  outputs: number,
  onScreen: CardNetwork | null,
): BareOutline {
  const network = knownNetwork(bare, onScreen)?.network;
  if (network) return { widths: openEnding(network), network, layouts: ['outputsFirst'], hasBiasNode: false };
  const chains = layoutsOf(bare, inputs, outputs);
  const layouts = Object.keys(chains) as BareLayout[];
  const layers = layouts.length > 0 ? chains[layouts[0]] : undefined;
  if (!layers) throw noChain(bare, inputs, outputs);
  return {
    widths: [inputs, ...layers.map(({ units }) => units)],
    network: null,
    layouts,
    hasBiasNode: layers.some((layer) => hasBiasNode(layer)),
  };
}

/** The network that the tensors make when read so, tensors in fresh memory. Throws a FormatError as `outlineBare` does. */
export function assembleBare(
  bare: BareWeights,
  inputs: number,
  outputs: number,
  onScreen: CardNetwork | null,
  reading: BareReading,
): BareNetwork {
  const known = knownNetwork(bare, onScreen);
  if (known) return withInput(withEnding(known, reading), reading.input);
  const layers = layoutsOf(bare, inputs, outputs)[reading.layout];
  if (!layers) throw noChain(bare, inputs, outputs);
  checkActivations(reading, layers.length);
  const made: CardLayer[] = [];
  const tensors: Tensor[] = [];
  layers.forEach((layer, index) => {
    const name = `layers.${made.length}`;
    const split = hasBiasNode(layer) ? splitBiasNode(layer, reading.biasNode) : layer;
    const values = split.weight.values.slice();
    tensors.push({ name: `${name}.weight`, shape: [layer.units, layer.inputs], values });
    if (split.bias)
      tensors.push({ name: `${name}.bias`, shape: [layer.units], values: split.bias.values.slice() });
    made.push({ type: 'dense', units: layer.units, bias: split.bias !== null, initializer: 'glorotUniform' });
    made.push(...activationOf(reading.activations[index]));
  });
  return withInput({ network: { inputs, layers: made }, tensors }, reading.input);
}

function activationOf(activation: CardActivation): CardLayer[] {
  return activation === 'linear' ? [] : [{ type: 'activation', activation }];
}

/** In fresh memory, and with the last activation where the file leaves that open. */
function withEnding({ network, tensors }: BareNetwork, reading: BareReading): BareNetwork {
  const isOpen = openEnding(network).length > 0;
  if (isOpen) checkActivations(reading, 1);
  return {
    network: {
      ...network,
      layers: [...network.layers, ...(isOpen ? activationOf(reading.activations[0]) : [])],
    },
    tensors: tensors.map((tensor) => ({ ...tensor, values: tensor.values.slice() })),
  };
}

function checkActivations({ activations }: BareReading, layers: number): void {
  if (activations.length !== layers)
    throw new FormatError(
      'unexpected',
      `The file does not say the activations of ${layers} ${layers === 1 ? 'layer' : 'layers'}; ${activations.length} activations were given. Give one for each.`,
      { field: 'activations' },
    );
}

/** Inputs and units of the last layer, if it is a dense one without an activation; else nothing. */
function openEnding(network: CardNetwork): number[] {
  if (network.layers.at(-1)?.type !== 'dense') return [];
  const [units, inputs] =
    networkTensors(network).tensors.findLast(({ shape }) => shape.length > 1)?.shape ?? [];
  return [inputs, units];
}

/** What is known of the layers, the file's tensors named as its. Null: only shapes speak. */
function knownNetwork(bare: BareWeights, onScreen: CardNetwork | null): BareNetwork | null {
  const network = bare.network ?? onScreen;
  const tensors = network && tensorsFor(network, bare);
  return network && tensors && { network, tensors };
}

/** As in a PyTorch state_dict, also of an `nn.Sequential` that is in no module: `0.weight`. */
const sameName = (name: string) => (/^\d/.test(name) ? `layers.${name}` : name);

/**
 * The file's tensors as those of `network`: by their names; or, of convolutions, which only such a
 * network can explain, by their shapes in its order, as PyTorch's `conv1.weight` has them. Null: they are others.
 */
function tensorsFor(network: CardNetwork, bare: BareWeights): Tensor[] | null {
  const wanted = networkTensors(network).tensors;
  if (wanted.length !== bare.tensors.length) return null;
  const byName = new Map(bare.tensors.map((tensor) => [sameName(tensor.name), tensor]));
  const named = wanted.flatMap(({ name, shape }) => {
    const tensor = byName.get(name);
    return tensor && shapeText(tensor.shape) === shapeText(shape) ? [{ ...tensor, name }] : [];
  });
  const hasKernels = bare.tensors.some(({ shape }) => shape.length === 4);
  const found =
    named.length < wanted.length && hasKernels
      ? fittingLayers(bare, network).flatMap(({ tensors }) => tensors)
      : named;
  return found.length < wanted.length ? null : found;
}

/** With the layer in front that makes of pixels from 0 to 1 what the network was trained on. */
function withInput({ network, tensors }: BareNetwork, input: BareReading['input']): BareNetwork {
  if (input === 'zeroToOne') return { network, tensors };
  const first: CardLayer =
    input === 'unitLength'
      ? { type: 'unitLength' }
      : { type: 'standardize', mean: 0.1307, deviation: 0.3081 };
  return {
    network: { ...network, layers: [first, ...network.layers] },
    tensors: tensors.map((tensor) => ({
      ...tensor,
      name: tensor.name.replace(/^layers\.(\d+)/, (_, index) => `layers.${Number(index) + 1}`),
    })),
  };
}

/** The dense layers, in each layout in which they chain. */
function layoutsOf(
  { tensors }: BareWeights,
  inputs: number,
  outputs: number,
): { readonly [L in BareLayout]?: readonly DenseTensors[] } {
  // The NumPy original's list begins with a 0-d zero.
  const numbers = tensors.filter(({ shape }, index) => shape.length > 0 || index > 0);
  const isRow = ({ shape }: Tensor) => shape.length === 2 && shape.includes(1);
  // Natural order: `fc2` before `fc10`. Where names have no numbers the file's order is as good.
  const sorted = numbers.every(({ name }) => /\d/.test(name))
    ? numbers.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    : numbers;
  /** Ways to tell weights from biases; the first that makes a chain is taken. */
  const isMatrixBy: ((tensor: Tensor, place: number) => boolean)[] = [
    ({ shape }) => shape.length === 2,
    // Biases as matrices of one row or column: known by their names, their shapes, or their places.
    ({ name }) => !/^b\d*$|bias/i.test(name),
    (tensor) => tensor.shape.length === 2 && !isRow(tensor),
    (_, place) => place % 2 === 0,
  ];
  for (const isMatrix of isMatrixBy) {
    const matrices = sorted.filter(isMatrix);
    const vectors = sorted.filter((tensor, place) => !isMatrix(tensor, place));
    if (matrices.length === 0 || !matrices.every(({ shape }) => shape.length === 2)) continue;
    if (!vectors.every((tensor) => tensor.shape.length === 1 || isRow(tensor))) continue;
    const outputsFirst = chain(matrices, vectors, inputs, outputs);
    const inputsFirst = chain(matrices.map(turned), vectors, inputs, outputs);
    if (outputsFirst || inputsFirst)
      return { ...(outputsFirst && { outputsFirst }), ...(inputsFirst && { inputsFirst }) };
  }
  return {};
}

/** Null where the shapes don't follow from one another. */
function chain(
  matrices: readonly Tensor[],
  vectors: readonly Tensor[],
  inputs: number,
  outputs: number,
): readonly DenseTensors[] | null {
  let width = inputs;
  const layers: DenseTensors[] = [];
  const biases = pairBiases(matrices, vectors);
  if (!biases) return null;
  for (const [index, weight] of matrices.entries()) {
    const [units, columns] = weight.shape;
    const bias = biases[index];
    if (columns !== width && !(bias === null && columns === width + 1)) return null;
    layers.push({ weight, bias, units, inputs: width });
    width = units;
  }
  return width === outputs ? layers : null;
}

/** The bias of each matrix: in order if there are as many, else by name or by the one width that fits. Null: unclear. */
function pairBiases(matrices: readonly Tensor[], vectors: readonly Tensor[]): (Tensor | null)[] | null {
  if (vectors.length === matrices.length)
    return vectors.every(({ values }, index) => values.length === matrices[index].shape[0])
      ? [...vectors]
      : null;
  const found: (Tensor | null)[] = matrices.map(() => null);
  const stems = matrices.map(({ name }) => stem(name));
  for (const vector of vectors) {
    const wanted = stem(vector.name);
    const fits = matrices.flatMap(({ shape }, index) => (shape[0] === vector.values.length ? [index] : []));
    const named = fits.filter((index) => stems[index] === wanted);
    const [place, another] = named.length > 0 ? named : fits;
    if (place === undefined || another !== undefined || found[place]) return null;
    found[place] = vector;
  }
  return found;
}

/** What the names of a layer's weights and bias have in common: `fc1.weight`, `fc1.bias`; `W1`, `b1`. */
function stem(name: string): string {
  return name.toLowerCase().replace(/weights?|bias(es)?|kernel|[wb](?=\d)/, '');
}

function turned({ name, shape: [rows, columns], values }: Tensor): Tensor {
  const result = new Float32Array(values.length);
  // By the numbers there are: a shape without any can have 2⁵³ rows.
  for (let from = 0, row = 0; from < values.length; row++)
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[from++];
  return { name, shape: [columns, rows], values: result };
}

function hasBiasNode({ weight, inputs }: DenseTensors): boolean {
  return weight.shape[1] === inputs + 1;
}

function splitBiasNode({ weight, units, inputs }: DenseTensors, place: BareReading['biasNode']) {
  const at = place === 'last' ? inputs : 0;
  const weights = weight.values.filter((_, index) => index % (inputs + 1) !== at);
  const biases = weight.values.filter((_, index) => index % (inputs + 1) === at);
  return {
    weight: { ...weight, shape: [units, inputs], values: weights },
    bias: { name: weight.name, shape: [units], values: biases },
  };
}

function noChain({ tensors }: BareWeights, inputs: number, outputs: number): FormatError {
  const shown = tensors.slice(0, 8).map(({ name, shape }) => `${quote(name)} ${shapeText(shape)}`);
  const more = tensors.length > 8 ? `, and ${tensors.length - 8} more` : '';
  return new FormatError(
    'unexpected',
    `The tensors of this file make no dense network of ${inputs} inputs and ${outputs} outputs: they are ${shown.join(', ')}${more}. Choose weights of such a network; convolutions are read from .onnx, or into a network on screen that has just these tensors.`,
    { field: 'tensors' },
  );
}
