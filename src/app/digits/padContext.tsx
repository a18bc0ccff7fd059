import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { StepsTaken } from '../../datasets/digitImage';
import { createMyDigits, type MyDigits } from '../myDigits/myDigits';
import { createPadTruth, type PadTruth } from '../myDigits/padTruth';
import { useSessionState } from '../sessionContext';
import { Drawing } from './drawing';
import { everyStep, makingWith } from './imageMaking';
import { type DigitAnswers, useDigitAnswers } from './useDigitAnswers';

/** The pad, and all that is known of what is on it. It outlives a visit to another problem. */
export type Pad = {
  readonly drawing: Drawing;
  readonly answers: DigitAnswers;
  /** Looks into another digit of a number. */
  readonly select: (index: number) => void;
  readonly taken: StepsTaken;
  readonly setTaken: (taken: StepsTaken) => void;
  /** What was drawn and labelled, here and earlier. */
  readonly myDigits: MyDigits;
  /** What the drawing really is, as far as somebody said so. */
  readonly truth: PadTruth;
};

const PadContext = createContext<Pad | null>(null);

type Props = {
  /** Those that a test draws on and looks into. */
  readonly drawing?: Drawing;
  readonly myDigits?: MyDigits;
  readonly children: ReactNode;
};

export function PadProvider({ children, ...given }: Props) {
  const [drawing] = useState(() => given.drawing ?? new Drawing());
  const [myDigits] = useState(() => given.myDigits ?? createMyDigits());
  const [taken, setTaken] = useState(everyStep);
  const making = useMemo(() => makingWith(taken), [taken]);
  const isOnStage = useSessionState((state) => state.problem === 'digits');
  const { answers, select } = useDigitAnswers(drawing, making, isOnStage);
  const [truth] = useState(() => createPadTruth(drawing, answers, myDigits));
  useEffect(() => (isOnStage ? myDigits.start() : undefined), [myDigits, isOnStage]);
  const pad = useMemo(
    () => ({ drawing, answers, select, taken, setTaken, myDigits, truth }),
    [drawing, answers, select, taken, myDigits, truth],
  );
  return <PadContext value={pad}>{children}</PadContext>;
}

export function usePad(): Pad {
  const pad = useContext(PadContext);
  if (pad === null) throw new Error('usePad is called outside of PadProvider.');
  return pad;
}
