/** Digits of a file among my digits. */
import { mostDigits } from '../../training/fileFormats';
import type { LabelledDigit } from '../../training/trainer';
import { formatCount } from '../format';
import type { MyDigit } from './digitStorage';
import { type MyDigits, newId } from './myDigits';
import { countOf } from './wording';

/** All whose image is not here already; none where they are too many. Says what was done. */
export function takeIn(given: readonly LabelledDigit[], myDigits: MyDigits): void {
  const { digits } = myDigits.get();
  const fresh = withoutTwins(given, digits);
  const room = mostDigits - digits.length;
  if (fresh.length > room) {
    const text = `There is room for ${formatCount(room)} more of at most ${countOf(mostDigits)}, and ${formatCount(fresh.length)} of the file are new here. Nothing was changed.`;
    myDigits.say({ kind: 'error', text });
    return;
  }
  const now = Date.now();
  // Those without a date a millisecond apart, so that they stay in the order of the file.
  const taken = fresh.map((digit, at): MyDigit => ({ ...digit, id: newId(), when: digit.when ?? now + at }));
  const undo = myDigits.change(new Map(taken.map((digit) => [digit.id, digit])));
  const known = given.length - fresh.length;
  const left = known > 0 ? ` ${countOf(known)} left out, as the same image is here already.` : '';
  myDigits.say({ kind: 'notice', text: `${countOf(fresh.length)} imported.${left}`, undo });
}

/** Those of `given` whose image is neither among `digits` nor earlier in `given`. */
function withoutTwins(given: readonly LabelledDigit[], digits: readonly MyDigit[]): readonly LabelledDigit[] {
  const keyOf = ({ image }: LabelledDigit) => String.fromCharCode(...image);
  const seen = new Set(digits.map(keyOf));
  return given.filter((digit) => {
    const key = keyOf(digit);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
