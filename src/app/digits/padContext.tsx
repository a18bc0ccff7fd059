import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { StepsTaken } from '../../datasets/digitImage';
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
};

const PadContext = createContext<Pad | null>(null);

/** `drawing`: one that a test draws on. */
export function PadProvider({ drawing: given, children }: { drawing?: Drawing; children: ReactNode }) {
  const [drawing] = useState(() => given ?? new Drawing());
  const [taken, setTaken] = useState(everyStep);
  const making = useMemo(() => makingWith(taken), [taken]);
  const isOnStage = useSessionState((state) => state.problem === 'digits');
  const { answers, select } = useDigitAnswers(drawing, making, isOnStage);
  const pad = useMemo(
    () => ({ drawing, answers, select, taken, setTaken }),
    [drawing, answers, select, taken],
  );
  return <PadContext value={pad}>{children}</PadContext>;
}

export function usePad(): Pad {
  const pad = useContext(PadContext);
  if (pad === null) throw new Error('usePad is called outside of PadProvider.');
  return pad;
}
