/** Forward: what a neuron makes of what comes in, and what that costs. */
import type { Activation, Dissection, NeuronWork, PassedOn, PoolWork } from '../../training/trainer';
import {
  type Expression,
  formula,
  fraction,
  joined,
  number,
  operand,
  power,
  setting,
  symbol,
  words,
} from './expression';
import type { Station } from './stations';

const a = symbol('a');
const t = symbol('t');
const x = symbol('x');
const N = symbol('N');
const e = symbol('e');

/** Products that are written out; the table beside has more. */
const written = 3;

/** A sum of products: the largest, and what all the others add up to. */
export function productsOf(
  products: readonly { readonly factors: readonly [number, number]; readonly product: number }[],
  rest: { readonly count: number; readonly sum: number },
): Expression {
  // One more is as short as saying that it is left out.
  const shown = products.length + rest.count === written + 1 ? written + 1 : written;
  const others = products.slice(shown);
  const count = others.length + rest.count;
  const sum = others.reduce((all, { product }) => all + product, rest.sum);
  const terms = products.slice(0, shown).map(({ factors: [p, q] }) => formula`${p} · ${q}`);
  return joined('+', count > 0 ? [...terms, formula`${sum} ${words(`(the other ${count})`)}`] : terms);
}

/** z = Σ w·x + b. */
export function sumFormulas({ inputs, bias, z }: NeuronWork): readonly Expression[] {
  if (!inputs) return [];
  const products = productsOf(
    inputs.strongest.map(({ step, x: input, product }) => ({ factors: [step.before, input], product })),
    inputs.rest,
  );
  if (!bias) return [formula`z = Σ_i w_i x_i`, formula`z = ${products} = ${number(z)}`];
  return [formula`z = Σ_i w_i x_i + b`, formula`z = ${products} + ${bias.before} = ${number(z)}`];
}

/** a = f(z). */
export function activationFormula({ activation, z, a: result, softmax }: NeuronWork): Expression {
  if (softmax) {
    const letters = fraction(power(e, formula`z − max`), formula`Σ_j ${power(e, formula`z_j − max`)}`);
    const numbers = fraction(power(e, formula`${number(z)} − ${softmax.largest}`), number(softmax.sum));
    return formula`a = ${letters} = ${numbers} = ${number(result)}`;
  }
  const applied = functionOf(activation, z);
  if (!applied) return formula`a = z = ${number(result)}`;
  return formula`a = ${applied(symbol('z'))} = ${applied(z)} = ${number(result)}`;
}

/** f of a letter or of a number; null where it is that itself. */
function functionOf(
  activation: Activation | null,
  z: number,
): ((of: Expression | number) => Expression) | null {
  switch (activation) {
    case 'relu':
      return (of) => formula`max ( 0 , ${of} )`;
    case 'leakyRelu':
      return (of) => formula`max ( ${setting(0.01)} · ${of} , ${of} )`;
    case 'elu':
      return z < 0 ? (of) => formula`${power(e, formula`${of}`)} − 1` : null;
    case 'gelu':
      return (of) => formula`${of} · Φ ( ${of} )`;
    case 'sigmoid':
      return (of) => fraction(number(1), formula`1 + ${power(e, formula`− ${of}`)}`);
    case 'tanh':
      return (of) => formula`tanh ( ${of} )`;
    case 'sine':
      return (of) => formula`sin ( ${of} )`;
    default:
      return null;
  }
}

/** What the neuron itself adds to the loss, if it is one of the last; then the loss of the sample, and that of the batch. */
export function lossFormulas(dissection: Dissection, isOutput: boolean): readonly Expression[] {
  const { loss, rows, question, work } = dissection;
  const ofSample = number(loss.terms.reduce((sum, term) => sum + term, 0));
  const own =
    isOutput && work.type === 'neuron' ? [ownLoss(dissection, work.a, loss.terms[question.unit])] : [];
  const single = own.length > 0 ? [] : [formula`L = ${ofSample}`];
  const sample = loss.terms.length > 1 ? [formula`L = Σ_j L_j = ${ofSample}`] : single;
  const mean = formula`${words(`mean of ${rows} samples:`)} L = ${number(loss.mean)}`;
  return [...own, ...sample, ...(rows > 1 ? [mean] : [])];
}

function ownLoss({ loss, target, answer, question }: Dissection, value: number, term: number): Expression {
  const wanted = target[question.unit];
  const of = lossOf(loss.kind, Math.abs(value - wanted) > 1);
  // Cross-entropy is a sum over the outputs, the others are means.
  const isMean = answer.length > 1 && loss.kind !== 'crossEntropy';
  const letters = isMean ? fraction(of(a, t), N) : of(a, t);
  const numbers = of(number(value), operand(wanted));
  const counted = isMean ? fraction(numbers, number(answer.length)) : numbers;
  return formula`${symbol('L', answer.length > 1 ? 'j' : '')} = ${letters} = ${counted} = ${number(term)}`;
}

/** `isFar`: by more than 1. */
function lossOf(
  kind: Dissection['loss']['kind'],
  isFar: boolean,
): (y: Expression, wanted: Expression) => Expression {
  switch (kind) {
    case 'meanSquaredError':
      return (y, wanted) => power(formula`( ${y} − ${wanted} )`, number(2));
    case 'huber': {
      const half = fraction(number(1), number(2));
      return isFar
        ? (y, wanted) => formula`| ${y} − ${wanted} | − ${half}`
        : (y, wanted) => formula`${half} ${power(formula`( ${y} − ${wanted} )`, number(2))}`;
    }
    case 'crossEntropy':
      return (y, wanted) => formula`− ${wanted} · ln ( ${y} )`;
    case 'binaryCrossEntropy':
      return (y, wanted) => formula`− ${wanted} · ln ( ${y} ) − ( 1 − ${wanted} ) · ln ( 1 − ${y} )`;
  }
}

/** The largest of a window. */
export function poolFormula({ window, y }: PoolWork): Expression {
  const numbers = joined(
    ',',
    window.map(({ x: input }) => number(input)),
  );
  return formula`y = max ( ${numbers} ) = ${number(y)}`;
}

/** One number of a layer that has no neurons. */
export function passedFormula({ spec }: Station, { x: input, y, norm }: PassedOn): Expression {
  const result = number(y);
  switch (spec.type) {
    case 'dropout':
      if (y === 0 && input !== 0) return formula`y = 0 ${words('(dropped in this step)')}`;
      return formula`y = ${fraction(x, formula`1 − p`)} = ${fraction(number(input), formula`1 − ${setting(spec.rate)}`)} = ${result}`;
    case 'standardize': {
      const letters = fraction(formula`x − ${words('mean')}`, words('deviation'));
      const numbers = fraction(formula`${number(input)} − ${setting(spec.mean)}`, setting(spec.deviation));
      return formula`y = ${letters} = ${numbers} = ${result}`;
    }
    case 'unitLength':
      return formula`y = ${fraction(x, formula`‖ x ‖`)} = ${fraction(number(input), number(norm ?? Number.NaN))} = ${result}`;
    default:
      return formula`y = x = ${result}`;
  }
}
