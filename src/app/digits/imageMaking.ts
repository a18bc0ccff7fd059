/** The steps from the pad to the network, by name, and which of them are taken. */
import { type ImageMaking, type ImageStep, imageSteps, type StepsTaken } from '../../datasets/digitImage';
import { padSize, penWidth } from './drawing';

export const everyStep: StepsTaken = { crop: true, box: true, pen: true, mass: true, greys: true };
const noStep: StepsTaken = { crop: false, box: false, pen: false, mass: false, greys: false };

const pad = { side: padSize, pen: penWidth };

export const makingWith = (taken: StepsTaken): ImageMaking => ({ pad, taken });

/** The pad shrunk to 28 × 28, with greys, as any program shrinks a picture. */
export const shrunkAlone: ImageMaking = makingWith({ ...noStep, greys: true });

/** The chain broken off after a step: none of those that follow is taken. */
export function makingUpTo(last: ImageStep | null, taken: StepsTaken): ImageMaking {
  const count = last === null ? 0 : imageSteps.indexOf(last) + 1;
  const kept = imageSteps.map((step, index) => [step, index < count && taken[step]]);
  return makingWith({ ...noStep, ...Object.fromEntries(kept) });
}

export const stepNames: Readonly<Record<ImageStep, string>> = {
  crop: 'crop',
  box: '20 × 20',
  pen: 'one pen',
  mass: 'centre of mass',
  greys: 'grey edges',
};

export const stepExplanations: Readonly<Record<ImageStep, string>> = {
  crop: 'takes the box around the ink. Off: the whole pad, so that it matters how large you draw.',
  box: 'scales it until its larger side fills 20 × 20, with a margin around, as in MNIST. Off: it fills all 28 × 28.',
  pen: 'draws your strokes again with one pen. Off: the pen grows and shrinks with the drawing.',
  mass: 'moves the drawing until the middle of its ink is in the middle. Off: it stays where it lies.',
  greys: 'makes a pixel as dark as the pen covers it. Off: paper or ink.',
};

/** “crop, one pen”; null when every step is taken. */
export function stepsLeftOut(taken: StepsTaken): string | null {
  const names = imageSteps.filter((step) => !taken[step]).map((step) => stepNames[step]);
  return names.length > 0 ? names.join(', ') : null;
}
