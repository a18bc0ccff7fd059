/** What the digits on the pad really are, as far as that was said: which of my digits they were kept as. */
import type { Stroke } from '../../datasets/digitImage';
import { mostDigits } from '../../training/fileFormats';
import type { Drawing } from '../digits/drawing';
import type { DigitAnswers } from '../digits/useDigitAnswers';
import type { MyDigit } from './digitStorage';
import type { MyDigits, MyDigitsState } from './myDigits';
import { aDigit, countOf } from './wording';

/** Of the digit that is looked into: of a number the selected one. */
export interface PadTruth {
  /** What it is, 0 to 9; null: not said, or not of the strokes as they are now. */
  get(): number | null;
  subscribe(listener: () => void): () => void;
  /** Keeps it in my digits as `label`, or labels it anew; said once more, takes it out. Returns what was done, as a sentence. */
  say(label: number): string;
  /** Puts a digit on the pad, which is cleared. */
  show(digit: MyDigit): void;
}

export const fullSentence = `My digits are full, with ${countOf(mostDigits)}. Delete some to keep more.`;

export function keptSentence(label: number, { trouble }: Pick<MyDigitsState, 'trouble'>): string {
  return `Kept as ${aDigit(label)} in My digits${trouble === null ? '' : ', until the page is closed'}.`;
}

/** What was drawn when a digit was kept. The last stroke may grow later. */
type Said = { readonly strokes: readonly Stroke[]; readonly points: number; readonly id: string };

const pointsOf = (strokes: readonly Stroke[]) => strokes.reduce((sum, { length }) => sum + length, 0);

export function createPadTruth(drawing: Drawing, answers: DigitAnswers, myDigits: MyDigits): PadTruth {
  const listeners = new Set<() => void>();
  /** By the first stroke: gone when that is. */
  const said = new WeakMap<Stroke, readonly Said[]>();

  const isOf = (strokes: readonly Stroke[]) => (one: Said) =>
    one.strokes.length === strokes.length &&
    one.strokes.every((stroke, at) => stroke === strokes[at]) &&
    one.points === pointsOf(strokes);

  function note(strokes: readonly Stroke[], id: string) {
    const others = said.get(strokes[0])?.filter((one) => !isOf(strokes)(one)) ?? [];
    said.set(strokes[0], [...others, { strokes, points: pointsOf(strokes), id }]);
    for (const listener of listeners) listener();
  }

  /** Why it can't be kept; null: it can. */
  function refusal(): string | null {
    if (drawing.image) return `${drawing.image.caption} Only what is drawn here is kept in My digits.`;
    return answers.get().image ? null : 'Draw a digit first.';
  }

  function strokesNow(): readonly Stroke[] {
    const { digits, selected } = answers.get();
    return digits[selected]?.strokes ?? [];
  }

  /** The one of my digits that it was kept as. */
  function entry(): MyDigit | undefined {
    const strokes = strokesNow();
    const found = strokes.length > 0 ? said.get(strokes[0])?.find(isOf(strokes)) : undefined;
    return found && myDigits.get().digits.find(({ id }) => id === found.id);
  }

  return {
    get: () => entry()?.label ?? null,

    subscribe(listener) {
      const stops = [answers.subscribe(listener), myDigits.subscribe(listener)];
      listeners.add(listener);
      return () => {
        for (const stop of stops) stop();
        listeners.delete(listener);
      };
    },

    say(label) {
      const refused = refusal();
      if (refused !== null) return refused;
      const strokes = strokesNow();
      const known = entry();
      if (known?.label === label) {
        myDigits.remove(new Set([known.id]));
        return 'Taken out of My digits.';
      }
      if (known) myDigits.relabel(new Set([known.id]), label);
      else {
        const id = myDigits.add(label, strokes);
        if (id === null) return fullSentence;
        note(strokes, id);
      }
      return keptSentence(label, myDigits.get());
    },

    show({ id, label, strokes, image }) {
      if (!strokes) {
        const pixels = Float32Array.from(image, (level) => level / 255);
        drawing.showImage({ pixels, caption: `An image of my digits: ${aDigit(label)}.` });
        return;
      }
      drawing.show(strokes);
      note([...drawing.strokes], id);
    },
  };
}
