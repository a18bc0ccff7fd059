import { formatCount, formatRate } from '../format';

/** What a field takes. `name` begins the sentence that is said when it is given something else. */
export type NumberRule = {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
};

export type ReadNumber = { readonly value: number } | { readonly problem: string };

const writeIn = (rule: NumberRule, value: number): string =>
  rule.integer ? formatCount(value) : formatRate(value);

/** Reads what was typed. A comma counts as thousands in whole numbers and as the point in others. */
export function readNumber(text: string, rule: NumberRule): ReadNumber {
  const plain = text.trim().replaceAll(',', rule.integer ? '' : '.');
  const value = plain === '' ? Number.NaN : Number(plain);
  const kind = rule.integer ? 'a whole number' : 'a number';
  const range = `${kind} from ${writeIn(rule, rule.min)} to ${writeIn(rule, rule.max)}`;
  if (!Number.isFinite(value) || (rule.integer && !Number.isInteger(value)))
    return { problem: `${rule.name} must be ${range}.` };
  if (value < rule.min || value > rule.max) return { problem: `${rule.name} must be ${range}.` };
  return { value };
}
