/** The optimizers' formulas, each in the letters of its paper, with the numbers of one step. */
import type { DissectedStep, ParameterStep } from '../../training/trainer';
import {
  type Expression,
  formula,
  fraction,
  number,
  operand,
  power,
  root,
  setting,
  symbol,
  words,
} from './expression';

/** Of the weight: its letter, as it will be, and both numbers. */
export type WeightParts = {
  readonly w: Expression;
  readonly new: Expression;
  readonly from: Expression;
  readonly after: Expression;
};

const g = symbol('g');

export function optimizerFormulas(
  step: DissectedStep,
  told: ParameterStep,
  weight: WeightParts,
): readonly Expression[] {
  const { optimizer } = step;
  const { used } = told;
  const [first, second] = told.momentsBefore;
  const [nextFirst, nextSecond] = told.momentsAfter;
  const rate = setting(step.rate);
  /** w′ = w − η·(letters) = numbers. */
  const stepBy = (letters: Expression, numbers: Expression) =>
    formula`${weight.new} = ${weight.w} − η ${letters} = ${weight.from} − ${rate} · ${numbers} = ${weight.after}`;

  switch (optimizer.type) {
    case 'sgd':
    case 'nesterov': {
      const momentum = setting(optimizer.momentum);
      const velocity = formula`v ← μ v + g = ${momentum} · ${first} + ${used} = ${number(nextFirst)}`;
      if (optimizer.type === 'sgd') return [velocity, stepBy(symbol('v'), operand(nextFirst))];
      return [velocity, stepBy(formula`( g + μ v )`, formula`( ${used} + ${momentum} · ${nextFirst} )`)];
    }
    case 'rmsprop': {
      const epsilon = setting(optimizer.epsilon);
      return [
        movingSquare(symbol('v'), symbol('ρ'), optimizer.decay, first, used, nextFirst),
        stepBy(
          fraction(g, formula`${root(symbol('v'))} + ε`),
          fraction(number(used), formula`${root(number(nextFirst))} + ${epsilon}`),
        ),
      ];
    }
    case 'rprop':
      return rpropFormulas(step, told, weight);
    case 'adam':
    case 'adamW': {
      const { beta1, beta2, epsilon } = optimizer;
      const count = step.number;
      const [m, v] = [nextFirst / (1 - beta1 ** count), nextSecond / (1 - beta2 ** count)];
      const keep = setting(beta1);
      return [
        formula`m ← β_1 m + ( 1 − β_1 ) g = ${keep} · ${first} + ${setting(1 - beta1)} · ${used} = ${number(nextFirst)}`,
        movingSquare(symbol('v'), symbol('β', '2'), beta2, second, used, nextSecond),
        corrected('m', '1', beta1, count, nextFirst, m),
        corrected('v', '2', beta2, count, nextSecond, v),
        stepBy(
          fraction(symbol('m', '', '^'), formula`${root(symbol('v', '', '^'))} + ε`),
          fraction(number(m), formula`${root(number(v))} + ${setting(epsilon)}`),
        ),
      ];
    }
  }
}

/** The moving mean of the squared gradient. */
function movingSquare(
  v: Expression,
  letter: Expression,
  keep: number,
  old: number,
  used: number,
  result: number,
): Expression {
  const [square, squared] = [power(g, number(2)), power(formula`( ${number(used)} )`, number(2))];
  return formula`${v} ← ${letter} ${v} + ( 1 − ${letter} ) ${square} = ${setting(keep)} · ${old} + ${setting(1 - keep)} · ${squared} = ${number(result)}`;
}

/** Of its start at zero. */
function corrected(
  letter: 'm' | 'v',
  index: '1' | '2',
  beta: number,
  count: number,
  moment: number,
  result: number,
): Expression {
  const below = formula`1 − ${power(symbol('β', index), symbol('t'))}`;
  const numbers = fraction(number(moment), formula`1 − ${power(setting(beta), number(count))}`);
  return formula`${symbol(letter, '', '^')} = ${fraction(symbol(letter), below)} = ${numbers} = ${number(result)}`;
}

/** By signs alone: the gradient's against the one before. */
function rpropFormulas(
  { optimizer, number: count }: DissectedStep,
  { used, momentsBefore, momentsAfter }: ParameterStep,
  weight: WeightParts,
): readonly Expression[] {
  if (optimizer.type !== 'rprop') return [];
  const [old, previous] = momentsBefore;
  const size = count === 1 ? optimizer.rate : old;
  const turn = Math.sign(used) * Math.sign(previous);
  const next = operand(momentsAfter[0]);
  const isGrown = turn > 0;
  const factor = setting(isGrown ? optimizer.increase : optimizer.decrease);
  const eta = symbol('η', isGrown ? '+' : '−');
  const why = words(isGrown ? '(the sign is as before)' : '(the sign has turned)');
  const sized =
    turn === 0
      ? formula`Δ = ${size} ${words('(as it was)')}`
      : formula`Δ ← ${eta} Δ = ${factor} · ${size} = ${next} ${why}`;
  const moved =
    turn < 0
      ? formula`${weight.new} = ${weight.w} = ${weight.after} ${words('(this time it stays)')}`
      : formula`${weight.new} = ${weight.w} − sign ( g ) Δ = ${weight.from} − ${Math.sign(used)} · ${next} = ${weight.after}`;
  return [sized, moved];
}
