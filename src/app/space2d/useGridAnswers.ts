import { useEffect, useRef, useState } from 'react';
import type { Prediction } from '../../training/trainer';
import { Feed } from '../feed';
import { useSession } from '../sessionContext';
import { gridPoints, gridRowAt, type Place, type Plane } from './plane';

/** What a network answers over a square of the plane, from one state of its weights. */
export type GridAnswer = {
  readonly plane: Plane;
  /** Points of the grid each way. */
  readonly side: number;
  /** What the answers stand for: so many classes; 0: a value. */
  readonly classes: number;
  /** Of the grid, and behind it of the places that were asked about besides. */
  readonly prediction: Prediction;
};

export type GridAnswers = Feed<GridAnswer | null>;

type Options = {
  /** Places that are asked about besides. */
  readonly extra?: readonly Place[];
  /** Whether what every layer puts out is wanted. */
  readonly layers?: boolean;
  /** Milliseconds between an answer and the next question, at least; 0: an answer a frame. */
  readonly pause?: number;
};

const nowhere: readonly Place[] = [];

/** Asks the network on the stage again and again as it learns. */
export function useGridAnswers(
  plane: Plane,
  side: number,
  classes: number,
  { extra = nowhere, layers = false, pause = 0 }: Options = {},
): GridAnswers {
  const session = useSession();
  const [answers] = useState<GridAnswers>(() => new Feed<GridAnswer | null>(null));
  const newest = useRef(classes);
  newest.current = classes;
  useEffect(() => {
    const probe = session.follow<Float32Array, Prediction>({
      whom: 'stage',
      ask: (trainer, points) => trainer.predict(points, { layers }),
      listener: (prediction) => {
        if (prediction) answers.set({ plane, side, classes: newest.current, prediction });
      },
      pause,
    });
    probe.ask(gridPoints(plane, side, extra));
    return () => probe.close();
  }, [session, answers, plane, side, extra, layers, pause]);
  return answers;
}

/** The numbers `[N]` that are answered at the grid point nearest to a place; null outside of it, and while there are none. */
export function answerAt(answer: GridAnswer | null, place: Place): Float32Array | null {
  const row = answer && gridRowAt(answer.plane, answer.side, place);
  if (answer === null || row === null) return null;
  const { outputs } = answer.prediction;
  // Less than one more row for every place besides.
  const N = Math.floor(outputs.length / (answer.side * answer.side));
  return outputs.subarray(row * N, (row + 1) * N);
}
