import { useEffect, useState } from 'react';
import { type Points, type SplitPoints, valueTolerance } from '../../datasets/points';
import { classCount, shapePoints } from '../../datasets/shapes2d';
import type { Prediction, ShapesData } from '../../training/trainer';
import { Feed } from '../feed';
import { useSession } from '../sessionContext';
import type { PointsEditor } from './pointsEditor';

/** Points with what is answered to them: whether each is right, train and test. */
export type JudgedPoints = SplitPoints & {
  /** 0: they have values. */
  readonly classes: number;
  /** Null where there is no answer yet. */
  readonly right: Verdicts | null;
};

type Verdicts = { readonly train: readonly boolean[]; readonly test: readonly boolean[] };

/** A few times a second: marks that change faster can't be read. */
const pause = 100;

/** The points of the editor, judged by the network on the stage. */
export function usePointAnswers(editor: PointsEditor): Feed<JudgedPoints> {
  const session = useSession();
  const [judged] = useState(() => new Feed(unjudged(editor.data.get())));
  useEffect(() => {
    let asked: { readonly points: JudgedPoints; readonly inputs: Float32Array } | null = null;
    const probe = session.follow<Float32Array, Prediction>({
      whom: 'stage',
      ask: (trainer, inputs) => trainer.predict(inputs),
      listener(prediction, inputs) {
        if (!prediction || !asked || inputs !== asked.inputs) return;
        const { points } = asked;
        const right = judge(points, prediction.outputs);
        if (!isSame(judged.get().right, right)) judged.set({ ...points, right });
      },
      pause,
    });
    const ask = (): void => {
      const points = unjudged(editor.data.get());
      const inputs = inputsOf([...points.train, ...points.test]);
      asked = { points, inputs };
      judged.set({ ...points, right: carriedOver(judged.get(), points) });
      probe.ask(inputs.length > 0 ? inputs : null);
    };
    ask();
    const stop = editor.data.subscribe(ask);
    return () => {
      stop();
      probe.close();
    };
  }, [session, editor, judged]);
  return judged;
}

function unjudged(data: ShapesData): JudgedPoints {
  const { train, test } = shapePoints(data);
  return { train, test, classes: classCount(data), right: null };
}

/** Until there is an answer, points that were there before are as they were, and those that were added are right. */
function carriedOver(before: JudgedPoints, now: JudgedPoints): JudgedPoints['right'] {
  if (before.right === null || before.classes !== now.classes) return null;
  const carried = (right: readonly boolean[], old: Points, points: Points) =>
    old.every((value, at) => value === points[at])
      ? Array.from({ length: points.length / 3 }, (_, row) => right[row] ?? true)
      : null;
  const train = carried(before.right.train, before.train, now.train);
  const test = carried(before.right.test, before.test, now.test);
  return train && test && { train, test };
}

function inputsOf(points: Points): Float32Array {
  const inputs = new Float32Array((points.length / 3) * 2);
  for (let row = 0; row < points.length / 3; row++)
    inputs.set([points[3 * row], points[3 * row + 1]], 2 * row);
  return inputs;
}

function isSame(before: Verdicts | null, now: Verdicts): boolean {
  const areSame = (some: readonly boolean[], others: readonly boolean[]) =>
    some.length === others.length && some.every((right, row) => right === others[row]);
  return before !== null && areSame(before.train, now.train) && areSame(before.test, now.test);
}

/** As the engine counts what is right. */
function judge({ train, test, classes }: JudgedPoints, outputs: Float32Array): Verdicts {
  const N = outputs.length / ((train.length + test.length) / 3);
  const from = (points: Points, first: number) =>
    Array.from({ length: points.length / 3 }, (_, row) => {
      const at = (first + row) * N;
      return isRight(outputs.subarray(at, at + N), points[3 * row + 2], classes);
    });
  return { train: from(train, 0), test: from(test, train.length / 3) };
}

function isRight(answer: Float32Array, target: number, classes: number): boolean {
  if (classes === 0) return Math.abs(answer[0] - target) <= valueTolerance;
  return answeredClass(answer) === target;
}

/** The class that `[N]` numbers stand for: of one whether it is above 0.5, of more the largest; −1 for what is no number. */
export function answeredClass(answer: Float32Array): number {
  if (answer.some(Number.isNaN)) return -1;
  return answer.length === 1 ? Number(answer[0] > 0.5) : answer.indexOf(Math.max(...answer));
}
