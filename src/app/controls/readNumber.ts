import { formatCount, formatRate } from '../format';

/** What a field takes. `name` begins the sentence that is said when it is given something else. */
export type NumberRule = {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  /** 0 is read and written as `off`, and is allowed whatever `min` says. */
  readonly canBeOff?: boolean;
};

export type ReadNumber = { readonly value: number } | { readonly problem: string };

const off = 'off';

/** As the field of such a rule shows it. */
export function writeNumber(value: number, rule: NumberRule): string {
  return rule.canBeOff && value === 0 ? off : writeIn(rule, value);
}

const writeIn = (rule: NumberRule, value: number): string =>
  rule.integer ? formatCount(value) : formatRate(value);

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const thousands = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+$/;
const commaForPoint = /^[+-]?\d*,\d+(?:e[+-]?\d+)?$/i;

/** Reads what was typed. A comma counts only where it parts the thousands of a whole number. */
export function readNumber(text: string, rule: NumberRule): ReadNumber {
  // The page writes the minus sign; what is copied from it comes back.
  const typed = text.trim().replace('−', '-');
  if (!rule.integer && commaForPoint.test(typed))
    return { problem: `Use a point: ${typed.replace(',', '.')}.` };
  if (rule.canBeOff && typed.toLowerCase() === off) return { value: 0 };
  const plain = rule.integer && thousands.test(typed) ? typed.replaceAll(',', '') : typed;
  const value = decimal.test(plain) ? Number(plain) : Number.NaN;
  if (rule.canBeOff && value === 0) return { value };
  const kind = `${rule.canBeOff ? `${off}, or ` : ''}${rule.integer ? 'a whole number' : 'a number'}`;
  const range = `${kind} from ${writeIn(rule, rule.min)} to ${writeIn(rule, rule.max)}`;
  if (!Number.isFinite(value) || (rule.integer && !Number.isInteger(value)))
    return { problem: `${rule.name} must be ${range}.` };
  if (value < rule.min || value > rule.max) return { problem: `${rule.name} must be ${range}.` };
  return { value };
}
