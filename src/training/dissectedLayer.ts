/** What one number that a layer puts out is made of, and the gradients around it. */
import { connectionsInto, flattenedFrom, windowOf } from '../engine/connections';
import type { Network } from '../engine/network';
import { type LayerPlan, planNetwork } from '../engine/plan';
import type { Activation } from '../engine/spec';
import type { ParameterStep, StepRecord } from './stepRecord';

/** One sample on its way: what each layer put out, and the gradients of the loss with respect to that, where there are. */
export type WatchedRow = {
  readonly input: Float32Array;
  readonly outputs: readonly Float32Array[];
  readonly gradients: readonly (Float32Array | undefined)[];
};

/** One product w·x of the sum. */
export type NeuronTerm = {
  /** In what goes into the layer. */
  readonly input: number;
  /** In the layer's tensor of weights, and its own step. */
  readonly weight: number;
  readonly x: number;
  readonly product: number;
  readonly step: ParameterStep;
};

/** One product w·δ of what the layer above sends back. */
export type ErrorTerm = {
  /** A neuron of that layer. */
  readonly unit: number;
  readonly weight: number;
  readonly delta: number;
  readonly product: number;
};

/** The strongest products of a sum, and what the others add up to. */
export type PartedSum<Term> = {
  readonly strongest: readonly Term[];
  readonly rest: { readonly count: number; readonly zeros: number; readonly sum: number };
};

/** A neuron, or a channel of a convolution at one place, with its activation; or an activation alone, without inputs. */
export type NeuronWork = {
  readonly type: 'neuron';
  readonly inputs: PartedSum<NeuronTerm> | null;
  readonly bias: ParameterStep | null;
  readonly z: number;
  /** Null: a = z. */
  readonly activation: Activation | null;
  readonly a: number;
  /** Of a softmax: its largest input, and Σ exp(zⱼ − largest). */
  readonly softmax: { readonly largest: number; readonly sum: number } | null;
  /** The layer of the activation, or its own. */
  readonly lastLayer: number;
  /** ∂L/∂a; null where the activation is a part of the loss. */
  readonly outputGradient: number | null;
  /** Of a softmax that is none: Σ aⱼ·∂L/∂aⱼ. */
  readonly weightedGradient: number | null;
  /** δ = ∂L/∂z; null below what learns. */
  readonly delta: number | null;
  /** What ∂L/∂a is the sum of, where a dense layer follows at once. */
  readonly errors: PartedSum<ErrorTerm> | null;
};

/** A window, and the first of its largest numbers, which alone gets the gradient. */
export type PoolWork = {
  readonly type: 'pool';
  readonly window: readonly { readonly input: number; readonly x: number }[];
  /** Its place in the window. */
  readonly winner: number;
  readonly y: number;
  readonly outputGradient: number | null;
};

/** One number in, one number out: flatten, dropout, standardize, unit length. */
export type PassedOn = {
  readonly type: 'passedOn';
  readonly input: number;
  readonly x: number;
  readonly y: number;
  /** Of unit length: the norm of all that goes in. */
  readonly norm: number | null;
  readonly outputGradient: number | null;
  readonly inputGradient: number | null;
};

export type LayerWork = NeuronWork | PoolWork | PassedOn;

/** Products that are told one by one. */
const told = 8;

export function dissectLayer(
  network: Network,
  row: WatchedRow,
  { layer, unit }: { readonly layer: number; readonly unit: number },
  record: StepRecord,
): LayerWork {
  const { layers } = planNetwork(network.spec);
  const plan = layers[layer];
  const x = layer === 0 ? row.input : row.outputs[layer - 1];
  const y = row.outputs[layer][unit];
  const outputGradient = row.gradients[layer]?.[unit] ?? null;
  switch (plan.spec.type) {
    case 'dense':
    case 'conv2d':
    case 'activation':
      return dissectNeuron(network, row, layers, layer, unit, x, record);
    case 'maxPool2d': {
      const window = windowOf(plan, unit).map((input) => ({ input, x: x[input] }));
      const winner = window.findIndex((place) => place.x === y || Number.isNaN(place.x));
      return { type: 'pool', window, winner, y, outputGradient };
    }
    default: {
      const input = plan.spec.type === 'flatten' ? flattenedFrom(plan, unit) : unit;
      return {
        type: 'passedOn',
        input,
        x: x[input],
        y,
        norm: plan.spec.type === 'unitLength' ? Math.hypot(...x) : null,
        outputGradient,
        inputGradient: row.gradients[layer - 1]?.[input] ?? null,
      };
    }
  }
}

function dissectNeuron(
  network: Network,
  row: WatchedRow,
  layers: readonly LayerPlan[],
  layer: number,
  unit: number,
  x: Float32Array,
  record: StepRecord,
): NeuronWork {
  const isAlone = layers[layer].spec.type === 'activation';
  const behind = isAlone ? layers[layer].spec : layers[layer + 1]?.spec;
  const activation = behind?.type === 'activation' ? behind.activation : null;
  const lastLayer = activation !== null && !isAlone ? layer + 1 : layer;
  const zs = isAlone ? x : row.outputs[layer];
  const outputGradients = row.gradients[lastLayer];
  const deltas = isAlone ? row.gradients[layer - 1] : row.gradients[layer];
  const [weights, biases] = layers[layer].tensors.map(({ name }) =>
    network.tensors.find((tensor) => tensor.name === `${layers[layer].name}.${name}`),
  );
  const isSoftmax = activation === 'softmax';
  const largest = isSoftmax ? Math.max(...zs) : 0;
  const a = row.outputs[lastLayer];
  return {
    type: 'neuron',
    inputs: weights
      ? partedSum(
          connectionsInto(layers[layer], unit).map(({ input, weight }) => {
            const parameter = weights.offset + weight;
            return { input, weight, parameter, x: x[input], product: record.valueOf(parameter) * x[input] };
          }),
          ({ parameter, ...term }) => ({ ...term, step: record.stepOf(parameter) }),
        )
      : null,
    bias: biases ? record.stepOf(biases.offset + (unit % biases.values.length)) : null,
    z: zs[unit],
    activation,
    a: a[unit],
    softmax: isSoftmax ? { largest, sum: zs.reduce((sum, z) => sum + Math.exp(z - largest), 0) } : null,
    lastLayer,
    outputGradient: outputGradients?.[unit] ?? null,
    weightedGradient:
      isSoftmax && outputGradients ? outputGradients.reduce((sum, g, j) => sum + g * a[j], 0) : null,
    delta: deltas?.[unit] ?? null,
    errors: errorsFrom(network, row, layers, lastLayer + 1, unit, record),
  };
}

/** What the dense layer `above` sends back to `unit` of what goes into it; null if it is none. */
function errorsFrom(
  network: Network,
  row: WatchedRow,
  layers: readonly LayerPlan[],
  above: number,
  unit: number,
  record: StepRecord,
): PartedSum<ErrorTerm> | null {
  const plan = layers[above];
  const deltas = row.gradients[above];
  const weights = network.tensors.find(({ name }) => name === `${plan?.name}.weight`);
  if (plan?.spec.type !== 'dense' || !deltas || !weights) return null;
  const terms = Array.from(deltas, (delta, k): ErrorTerm => {
    const weight = record.valueOf(weights.offset + unit * plan.outputs + k);
    return { unit: k, weight, delta, product: weight * delta };
  });
  return partedSum(terms, (term) => term);
}

/** `tell` is called for the strongest alone. */
function partedSum<Term extends { readonly product: number }, Told>(
  terms: readonly Term[],
  tell: (term: Term) => Told,
): PartedSum<Told> {
  const sorted = [...terms].sort((p, q) => Math.abs(q.product) - Math.abs(p.product));
  // One is not worth a line that says that it is left out.
  const shown = sorted.length === told + 1 ? sorted.length : told;
  const rest = sorted.slice(shown);
  return {
    strongest: sorted.slice(0, shown).map(tell),
    rest: {
      count: rest.length,
      zeros: rest.filter(({ product }) => product === 0).length,
      sum: rest.reduce((sum, { product }) => sum + product, 0),
    },
  };
}
