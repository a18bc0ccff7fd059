/** What the step would make of one weight: the numbers are those that the step itself had. */
import type { DissectedStep, ParameterStep } from '../../training/trainer';
import { type Expression, formula, fraction, number, operand, setting, symbol, words } from './expression';
import { optimizerFormulas } from './optimizerFormulas';

/** Digits of a weight: a step is often a thousandth of it. */
const weightDigits = 6;

export type WeightLetter = 'w' | 'b';

/** The rate, what becomes of the gradient and the weight before the optimizer gets them, its moments, and the new weight. */
export function updateFormulas(
  step: DissectedStep,
  told: ParameterStep,
  letter: WeightLetter,
): readonly Expression[] {
  const w = symbol(letter);
  const from = decayed(step, told);
  const weights = {
    w,
    new: symbol(letter, '', '′'),
    from: operand(from, weightDigits),
    after: number(told.after, weightDigits),
  };
  const change = formula`Δ ${w} = ${weights.after} − ${operand(told.before, weightDigits)} = ${number(told.after - told.before)}`;
  return [
    ...rateFormulas(step),
    ...gradientFormulas(step, told, w),
    ...decayFormulas(step, told, w, from),
    ...optimizerFormulas(step, told, weights),
    change,
  ];
}

/** Where a schedule has changed it. */
function rateFormulas({ optimizer, rate }: DissectedStep): Expression[] {
  if (optimizer.rate === rate || optimizer.type === 'rprop') return [];
  const factor = number(rate / optimizer.rate);
  return [
    formula`η = ${words('rate · schedule')} = ${setting(optimizer.rate)} · ${factor} = ${number(rate)}`,
  ];
}

/** What PyTorch adds to the norm before it divides by it. */
const normEpsilon = 1e-6;

function gradientFormulas(step: DissectedStep, told: ParameterStep, w: Expression): Expression[] {
  const { regularization, gradientNorm } = step;
  const { maxNorm, l1, l2 } = regularization;
  const factor = maxNorm === null ? 1 : Math.min(1, maxNorm / (gradientNorm + normEpsilon));
  const clipped = told.gradient * factor;
  const found: Expression[] = [];
  if (maxNorm !== null && factor < 1) {
    const share = fraction(words('largest norm'), formula`‖ ∇L ‖`);
    const numbers = fraction(setting(maxNorm), number(gradientNorm));
    const gradient = fraction(formula`∂ L`, formula`∂ ${w}`);
    found.push(formula`g = ${gradient} · ${share} = ${told.gradient} · ${numbers} = ${number(clipped)}`);
  }
  const nothing = formula``;
  const penalties = [
    l2 === 0 ? nothing : formula`+ λ_2 ${w}`,
    l1 === 0 ? nothing : formula`+ λ_1 sign ( ${w} )`,
  ];
  const numbers = [
    l2 === 0 ? nothing : formula`+ ${setting(l2)} · ${told.before}`,
    l1 === 0 ? nothing : formula`+ ${l1 * Math.sign(told.before)}`,
  ];
  if (l1 !== 0 || l2 !== 0)
    found.push(
      formula`g ← g ${penalties[0]} ${penalties[1]} = ${clipped} ${numbers[0]} ${numbers[1]} = ${number(told.used)}`,
    );
  return found;
}

/** Taken before the step: by the recipe's decay, and by AdamW's own. */
function decayed({ regularization, optimizer, rate }: DissectedStep, { before }: ParameterStep): number {
  const own = optimizer.type === 'adamW' ? 1 - rate * optimizer.weightDecay : 1;
  return before * (1 - rate * regularization.weightDecay) * own;
}

function decayFormulas(
  { regularization, optimizer, rate }: DissectedStep,
  { before }: ParameterStep,
  w: Expression,
  after: number,
): Expression[] {
  const strengths = [regularization.weightDecay, optimizer.type === 'adamW' ? optimizer.weightDecay : 0];
  const factors = strengths
    .filter((strength) => strength !== 0)
    .map((strength) => formula`· ( 1 − ${setting(rate)} · ${setting(strength)} )`);
  if (factors.length === 0) return [];
  const numbers = factors.reduce((all, factor) => formula`${all} ${factor}`, operand(before, weightDigits));
  return [formula`${w} ← ${w} ( 1 − η λ ) = ${numbers} = ${number(after, weightDigits)}`];
}
