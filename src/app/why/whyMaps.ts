/** The three pictures of an explanation: what they are made of, and what a pixel of them says. */
import type { Explanation, PatchMap } from '../../training/trainer';
import { formatPercent, formatSigned } from '../format';
import type { ExplainedDigit } from './useExplanation';

export type WhyMapKind = 'ink' | 'missing' | 'added';

export const whyMapKinds: readonly WhyMapKind[] = ['ink', 'missing', 'added'];

export type WhyMapInfo = {
  readonly title: string;
  readonly method: (explanation: Explanation) => string;
  /** Side of the square around a pixel that its number is about. */
  readonly side: (explanation: Explanation) => number;
  /** One number a pixel; positive: ink there speaks for the class. */
  readonly values: (explanation: Explanation) => Float32Array;
  readonly unit: (explanation: Explanation) => string;
  /** How the number of a pixel comes about. */
  readonly because: (explained: ExplainedDigit, pixel: number) => string;
};

const scoreName = ({ of }: Explanation): string => (of === 'logits' ? 'logit' : 'output');
const square = ({ side }: PatchMap): string => `${side} × ${side}`;
const oddsName = ({ of }: Explanation): string => (of === 'logits' ? 'log-odds' : 'output');

export const whyMaps: Readonly<Record<WhyMapKind, WhyMapInfo>> = {
  ink: {
    title: 'What the ink adds',
    method: () => 'input × gradient',
    side: () => 1,
    values: ({ inputTimesGradient }) => inputTimesGradient,
    unit: scoreName,
    because({ question, explanation }, pixel) {
      const ink = question.input[pixel];
      return ink === 0
        ? 'paper adds nothing'
        : `ink ${ink.toFixed(2)} × slope ${formatSigned(explanation.gradient[pixel])}`;
    },
  },
  missing: {
    title: 'If ink were missing',
    method: ({ occlusion }) => `occlusion, ${square(occlusion)}`,
    side: ({ occlusion }) => occlusion.side,
    values: ({ occlusion }) => occlusion.effects,
    unit: oddsName,
    because({ explanation }, pixel) {
      const { effects, answers } = explanation.occlusion;
      return change('without it', explanation, -effects[pixel], answers[pixel]);
    },
  },
  added: {
    title: 'If ink were added',
    method: ({ addedInk }) => `a dab of ${square(addedInk)}`,
    side: ({ addedInk }) => addedInk.side,
    values: ({ addedInk }) => addedInk.effects,
    unit: oddsName,
    because({ explanation }, pixel) {
      const { effects, answers } = explanation.addedInk;
      return change('with it', explanation, effects[pixel], answers[pixel]);
    },
  },
};

/** “without it 99.9 % → 42.0 %, then a 9” */
function change(when: string, explanation: Explanation, rise: number, answer: number): string {
  const { probability, logOdds } = explanation;
  const standing = probability === null ? formatSigned : formatShare;
  const [from, to] = [standing(logOdds), standing(logOdds + rise)];
  const turned = answer === explanation.answer ? '' : `, then a ${answer}`;
  // Percentages that read the same say nothing.
  return from === to && rise !== 0 && probability !== null
    ? `${when} ${formatOdds(logOdds)} → ${formatOdds(logOdds + rise)}${turned}`
    : `${when} ${from} → ${to}${turned}`;
}

function formatShare(logOdds: number): string {
  return formatPercent(1 / (1 + Math.exp(-logOdds)), 1);
}

const few = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 2 });

/** “42K : 1” */
function formatOdds(logOdds: number): string {
  const odds = few.format(Math.exp(Math.abs(logOdds)));
  return logOdds < 0 ? `1 : ${odds}` : `${odds} : 1`;
}

/** “7”, or “7 rather than 1” */
export function nameOf({ question: { classIndex, rival } }: ExplainedDigit): string {
  return rival === null ? String(classIndex) : `${classIndex} rather than ${rival}`;
}

/** How the class stands, and how much of that the ink gives. */
export function describeScore(explained: ExplainedDigit): string {
  const { explanation, question } = explained;
  const { probability, score, inputTimesGradient } = explanation;
  const { classIndex, rival } = question;
  const share =
    probability === null
      ? ''
      : rival === null
        ? `${classIndex} has ${formatPercent(probability, 1)}. `
        : `Of ${classIndex} and ${rival} alone, ${classIndex} has ${formatPercent(probability, 1)}. `;
  const sum = inputTimesGradient.reduce((total, value) => total + value, 0);
  const what =
    rival === null ? `Its ${scoreName(explanation)} is` : `Their ${scoreName(explanation)}s differ by`;
  return `${share}${what} ${formatSigned(score)}; the ink adds ${formatGain(sum)}.`;
}

/** Signed also where it is positive: +0.42 */
export function formatGain(value: number): string {
  const text = formatSigned(value);
  return Number(text) > 0 ? `+${text}` : text;
}

/** Share of the numbers that get full colour, so that the few largest do not pale the rest. */
const clipped = 0.03;

/** The size from which on a number has full colour; 0 where all are zero. */
export function fullColour(values: Float32Array): number {
  const sizes = values
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort();
  return sizes.at(Math.floor((1 - clipped) * sizes.length)) ?? 0;
}

/** The pixel with the largest number, whatever its sign. */
export function strongestPixel(values: Float32Array): number {
  return values.reduce((best, value, i) => (Math.abs(value) > Math.abs(values[best]) ? i : best), 0);
}
