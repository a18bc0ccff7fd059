/** Formulas as data: one tree that is shown as MathML and read out as a line of text. */

export type Expression =
  /** `digits` that count; null: as few as it needs. */
  | { readonly type: 'number'; readonly value: number; readonly digits: number | null }
  /** A quantity: `w`, with what stands below it, and what stands above. */
  | { readonly type: 'symbol'; readonly name: string; readonly sub: string; readonly mark: '' | '^' | '′' }
  | { readonly type: 'operator'; readonly sign: string }
  | { readonly type: 'words'; readonly text: string }
  | { readonly type: 'row'; readonly parts: readonly Expression[] }
  | { readonly type: 'fraction'; readonly above: Expression; readonly below: Expression }
  | { readonly type: 'root'; readonly of: Expression }
  | { readonly type: 'power'; readonly base: Expression; readonly exponent: Expression };

/** Digits that count, where nothing else is said. */
const usualDigits = 4;
/** More than anybody types. */
const mostDigits = 6;

const numeral = (value: number, digits: number | null): Expression => ({ type: 'number', value, digits });
export const number = (value: number, digits = usualDigits): Expression => numeral(value, digits);
/** A number of the recipe, as it is typed there. */
export const setting = (value: number): Expression => numeral(value, null);
export const symbol = (name: string, sub = '', mark: '' | '^' | '′' = ''): Expression => ({
  type: 'symbol',
  name,
  sub,
  mark,
});
export const words = (text: string): Expression => ({ type: 'words', text });
export const root = (of: Expression): Expression => ({ type: 'root', of });
export const fraction = (above: Expression, below: Expression): Expression => ({
  type: 'fraction',
  above,
  below,
});
export const power = (base: Expression, exponent: Expression): Expression => ({
  type: 'power',
  base,
  exponent,
});

const row = (...parts: readonly Expression[]): Expression => ({ type: 'row', parts });
const operator = (sign: string): Expression => ({ type: 'operator', sign });

/** A number behind an operator: in brackets, if it begins with a minus. */
export const operand = (value: number, digits: number | null = usualDigits): Expression =>
  value < 0 ? row(operator('('), numeral(value, digits), operator(')')) : numeral(value, digits);

/** Several with an operator between them. */
export const joined = (sign: string, expressions: readonly Expression[]): Expression =>
  row(
    ...expressions.flatMap((expression, i) => [
      ...(i > 0 ? [operator(sign)] : []),
      ...(expression.type === 'row' ? expression.parts : [expression]),
    ]),
  );

const token = /([=·+−←(),|‖∂])|(\d+)|([^\s=·+−←(),|‖∂]+)/g;

/** Behind these a minus needs no brackets. */
const openers = ['(', ',', '=', '←'];

/**
 * A formula as it is read: formula`v ← μ v + ${first}`. What stands in it are operators, whole numbers and symbols, `w_i`
 * with what stands below, `w′` with its mark; what is put in is an expression, or a number, in brackets where its minus
 * needs them.
 */
export function formula(
  texts: TemplateStringsArray,
  ...values: readonly (Expression | number)[]
): Expression {
  const parts: Expression[] = [];
  texts.forEach((text, i) => {
    parts.push(...tokensOf(text));
    const value = values[i];
    if (value === undefined) return;
    const before = parts[parts.length - 1];
    const isOpen = before?.type === 'operator' && openers.includes(before.sign);
    const given = typeof value === 'number' ? (isOpen ? number(value) : operand(value)) : value;
    parts.push(...(given.type === 'row' ? given.parts : [given]));
  });
  return { type: 'row', parts };
}

function tokensOf(text: string): Expression[] {
  return Array.from(text.matchAll(token), ([, sign, digits, name]) => {
    if (sign) return operator(sign);
    if (digits) return number(Number(digits));
    const [, letter, mark = '', sub = ''] = /^(.+?)(′?)(?:_(.+))?$/.exec(name) ?? [];
    return symbol(letter, sub, mark === '′' ? mark : '');
  });
}

/** How a number is written: its sign, its figures, and the power of ten behind them, if it needs one. */
export function writtenNumber(
  value: number,
  digits: number | null = usualDigits,
): { readonly minus: boolean; readonly figures: string; readonly exponent: number | null } {
  const minus = value < 0;
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return { minus, figures: Number.isNaN(value) ? 'NaN' : '∞', exponent: null };
  if (Number.isInteger(size) && size < 1e6) return { minus, figures: String(size), exponent: null };
  const [figures, exponent] = size.toExponential((digits ?? mostDigits) - 1).split('e');
  const short = (text: string): string => (digits === null ? String(Number(text)) : text);
  if (size >= 1e-3 && size < 1e5)
    return { minus, figures: short(size.toPrecision(digits ?? mostDigits)), exponent: null };
  return { minus, figures: short(figures), exponent: Number(exponent) };
}

/** Whole numbers as they stand above a line: 10⁻⁷. */
const raised = (value: number): string =>
  Array.from(String(value), (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('');

/** The same as text: −1.234 × 10⁻⁷. */
export function numberText(value: number, digits: number | null = usualDigits): string {
  const { minus, figures, exponent } = writtenNumber(value, digits);
  return `${minus ? '−' : ''}${figures}${exponent === null ? '' : ` × 10${raised(exponent)}`}`;
}

/** Operators without room on both sides. */
const tight = new Set(['(', ')', '|', '‖', '∂']);

/** Where a formula may be broken into lines: before each + and each = of its own but the first, behind which it begins. */
export function piecesOf(expression: Expression): readonly Expression[] {
  if (expression.type !== 'row') return [expression];
  const pieces: Expression[][] = [[]];
  let depth = 0;
  let hasBegun = false;
  for (const part of expression.parts) {
    const sign = part.type === 'operator' ? part.sign : '';
    if (depth === 0 && hasBegun && (sign === '=' || sign === '+')) pieces.push([]);
    if (sign === '=' || sign === '←') hasBegun = true;
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    pieces[pieces.length - 1].push(part);
  }
  return pieces.map((parts) => ({ type: 'row', parts }));
}

/** For who can't see it, and for tests. */
export function expressionText(expression: Expression): string {
  switch (expression.type) {
    case 'number':
      return numberText(expression.value, expression.digits);
    case 'symbol': {
      const { name, sub, mark } = expression;
      return `${name}${mark === '^' ? '̂' : mark}${sub === '' ? '' : `_${sub}`}`;
    }
    case 'operator':
      if (expression.sign === ',') return ', ';
      return tight.has(expression.sign) ? expression.sign : ` ${expression.sign} `;
    case 'words':
      return ` ${expression.text} `;
    case 'row':
      return rowText(expression.parts);
    case 'fraction':
      return `${bracketed(expression.above)} / ${bracketed(expression.below)}`;
    case 'root':
      return `√${bracketed(expression.of)}`;
    case 'power':
      return `${bracketed(expression.base)}^${bracketed(expression.exponent)}`;
  }
}

/** Between two that stand side by side there is room. */
function rowText(parts: readonly Expression[]): string {
  const texts = parts.map((part, i) => {
    const isBeside = i > 0 && part.type !== 'operator' && parts[i - 1].type !== 'operator';
    return `${isBeside ? ' ' : ''}${expressionText(part)}`;
  });
  return texts.join('').replace(/ {2,}/g, ' ').trim();
}

function bracketed(expression: Expression): string {
  const text = expressionText(expression);
  return / /.test(text) && !/^\([^()]*\)$/.test(text) ? `(${text})` : text;
}
