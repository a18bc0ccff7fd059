import { formatCount } from '../format';

/** “1 digit”, “2,000 digits”. */
export const countOf = (digits: number) => `${formatCount(digits)} ${digits === 1 ? 'digit' : 'digits'}`;

/** “a 3”, “an 8”. */
export const aDigit = (digit: number) => `${digit === 8 ? 'an' : 'a'} ${digit}`;
