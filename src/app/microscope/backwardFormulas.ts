/** Backward: by how much the loss changes with what a neuron gives, with its sum, and with one of its weights. */
import type { Activation, Dissection, NeuronWork, PassedOn, PoolWork } from '../../training/trainer';
import {
  type Expression,
  formula,
  fraction,
  number,
  operand,
  power,
  setting,
  symbol,
  words,
} from './expression';
import { productsOf } from './forwardFormulas';
import type { Station } from './stations';

const a = symbol('a');
const t = symbol('t');

const partial = (below: Expression): Expression => fraction(formula`∂ L`, formula`∂ ${below}`);
const byA = partial(a);
const byZ = partial(symbol('z'));
const byX = partial(symbol('x'));
const byY = partial(symbol('y'));

/** ∂L/∂a and δ = ∂L/∂z of a neuron; `above` is the layer that it hands its number to, null: it is one of the last. */
export function errorFormulas(
  dissection: Dissection,
  neuron: NeuronWork,
  above: Station | null,
): readonly Expression[] {
  if (neuron.delta === null) return [];
  if (neuron.outputGradient === null && neuron.activation !== null)
    return [fusedDelta(dissection, neuron.a, neuron.delta)];
  // Where there is no activation, a is z.
  const slope = neuron.outputGradient ?? neuron.delta;
  const outer = above === null ? lossSlope(dissection, neuron.a, slope) : fromAbove(neuron, above, slope);
  return [outer, innerDelta(neuron, slope, neuron.delta)];
}

/** Softmax and cross-entropy, or sigmoid and binary cross-entropy, in one. */
function fusedDelta(dissection: Dissection, value: number, delta: number): Expression {
  const { target, question, rows, loss, answer } = dissection;
  const result = number(delta);
  const difference = formula`${number(value)} − ${target[question.unit]}`;
  if (loss.kind === 'binaryCrossEntropy' && answer.length > 1)
    return formula`δ = ${byZ} = ${fraction(formula`a − t`, formula`B · N`)} = ${fraction(difference, formula`${rows} · ${answer.length}`)} = ${result}`;
  if (rows === 1) return formula`δ = ${byZ} = a − t = ${difference} = ${result}`;
  return formula`δ = ${byZ} = ${fraction(formula`a − t`, symbol('B'))} = ${fraction(difference, number(rows))} = ${result}`;
}

/** ∂L/∂a of one of the last neurons. */
function lossSlope(dissection: Dissection, value: number, result: number): Expression {
  const { target, question, rows, loss, answer } = dissection;
  const wanted = target[question.unit];
  const isFar = Math.abs(value - wanted) > 1;
  const above = (y: Expression, goal: Expression): Expression => {
    if (loss.kind !== 'huber') return formula`2 ( ${y} − ${goal} )`;
    return isFar ? formula`sign ( ${y} − ${goal} )` : formula`${y} − ${goal}`;
  };
  const letters = fraction(above(a, t), formula`B · N`);
  const numbers = fraction(above(number(value), operand(wanted)), formula`${rows} · ${answer.length}`);
  return formula`${byA} = ${letters} = ${numbers} = ${number(result)}`;
}

/** ∂L/∂a of a neuron that hands its number on. */
function fromAbove({ errors }: NeuronWork, above: Station, result: number): Expression {
  if (!errors) return formula`${byA} = ${number(result)} ${words(`(sent back by ${above.title})`)}`;
  const products = productsOf(
    errors.strongest.map(({ weight, delta, product }) => ({ factors: [weight, delta], product })),
    errors.rest,
  );
  return formula`${byA} = Σ_k w_k δ_k = ${products} = ${number(result)}`;
}

/** δ = ∂L/∂a · f′(z). */
function innerDelta(neuron: NeuronWork, slope: number, delta: number): Expression {
  const { activation, z, a: value, weightedGradient } = neuron;
  const result = number(delta);
  if (activation === null || activation === 'linear') return formula`δ = ${byZ} = ${byA} = ${result}`;
  if (weightedGradient !== null)
    return formula`δ = ${byZ} = a ( ${byA} − Σ_j a_j ${partial(symbol('a', 'j'))} ) = ${value} · ( ${number(slope)} − ${weightedGradient} ) = ${result}`;
  const [letters, numbers] = slopeOf(activation, z, value, slope === 0 ? null : delta / slope);
  return formula`δ = ${byZ} = ${byA} · ${letters} = ${slope} · ${numbers} = ${result}`;
}

/** f′(z) in letters and in numbers. `ratio`: what the network took it for, where that can be told. */
function slopeOf(
  activation: Activation,
  z: number,
  value: number,
  ratio: number | null,
): readonly [letters: Expression, numbers: Expression] {
  const both = (of: (x: Expression) => Expression, letter: Expression, at: number) =>
    [of(letter), of(operand(at))] as const;
  const plain = formula`f′ ( z )`;
  switch (activation) {
    case 'sigmoid':
      return both((y) => formula`${y} ( 1 − ${y} )`, a, value);
    case 'tanh':
      return both((y) => formula`( 1 − ${power(y, number(2))} )`, a, value);
    case 'sine':
      return both((x) => formula`cos ( ${x} )`, symbol('z'), z);
    case 'relu':
      return [plain, number(value > 0 ? 1 : 0)];
    case 'leakyRelu':
      return [plain, setting(value > 0 ? 1 : 0.01)];
    case 'elu':
      return value < 0 ? both((y) => formula`( ${y} + 1 )`, a, value) : [plain, number(1)];
    default:
      return [formula`( Φ ( z ) + z φ ( z ) )`, ratio === null ? plain : operand(ratio)];
  }
}

export type WeightGradient = {
  readonly letter: 'w' | 'b';
  /** What the weight is multiplied with; a bias with 1. */
  readonly x: number;
  readonly gradient: number;
};

/** ∂L/∂w: δ·x of this sample, and what all the others of the batch, and all other places of a kernel, add to it. */
export function gradientFormula(
  { rows }: Dissection,
  { delta }: NeuronWork,
  { letter, x, gradient }: WeightGradient,
  isKernel: boolean,
): Expression {
  const by = partial(symbol(letter));
  const result = number(gradient);
  if (delta === null) return formula`${by} = ${result}`;
  const letters = letter === 'w' ? formula`δ x` : formula`δ`;
  const here = letter === 'w' ? formula`${delta} · ${x}` : number(delta);
  if (rows === 1 && !isKernel) return formula`${by} = ${letters} = ${here} = ${result}`;
  const others = [...(isKernel ? ['places'] : []), ...(rows > 1 ? ['samples'] : [])].join(' and ');
  return formula`${by} = Σ ${letters} = ${here} + ${gradient - delta * x} ${words(`(other ${others})`)} = ${result}`;
}

/** What a layer without weights sends on downwards; null where nothing below it learns. */
export function passedGradient(
  { spec }: Station,
  { x, y, outputGradient, inputGradient }: PassedOn,
): Expression | null {
  if (outputGradient === null || inputGradient === null) return null;
  const result = number(inputGradient);
  if (spec.type !== 'dropout') return formula`${byX} = ${byY} = ${result}`;
  if (y === 0 && x !== 0) return formula`${byX} = 0 ${words('(dropped)')}`;
  const [letters, numbers] = [formula`1 − p`, formula`1 − ${setting(spec.rate)}`];
  return formula`${byX} = ${fraction(byY, letters)} = ${fraction(number(outputGradient), numbers)} = ${result}`;
}

/** All of it to the largest. */
export function poolGradient({ outputGradient, winner }: PoolWork): Expression | null {
  if (outputGradient === null) return null;
  const largest = partial(symbol('x', String(winner + 1)));
  return formula`${largest} = ${byY} = ${number(outputGradient)} ${words('(the others: 0)')}`;
}
