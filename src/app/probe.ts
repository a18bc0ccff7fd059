/** Answers to a question that changes, from weights that change. */
import type { Prediction, Trainer } from '../training/trainer';

/** Of the time, what answering one question may take while the weights move: training has the rest. */
const answeringShare = 1 / 10;

/** One question in flight; the newest one wins. */
export type Probe<Question = Float32Array> = {
  /** Null: nothing to ask. The answer comes to the listener, again after every change of the weights. */
  ask(question: Question | null): void;
  /** While it rests it asks nothing; the newest question is asked when the rest is over. */
  rest(isResting: boolean): void;
  close(): void;
};

/** `milliseconds`: from asking to the answer. Both are null once there is nothing to ask. */
export type ProbeListener<Question = Float32Array, Answer = Prediction> = (
  answer: Answer | null,
  question: Question | null,
  milliseconds: number,
) => void;

/** Of the trainer, what changes nothing. */
export type Askable = Pick<
  Trainer,
  'predict' | 'explain' | 'dissect' | 'weights' | 'parameter' | 'testAnswers' | 'hiddenMap'
>;

export type ProbeOptions<Question, Answer> = {
  /** Asks; a rejection is no answer. */
  readonly ask: (trainer: Askable, question: Question) => Promise<Answer>;
  readonly listener: ProbeListener<Question, Answer>;
  /** Milliseconds between an answer and the next question, at least; 0: one answer a frame, whatever it takes. */
  readonly pause: number;
};

export type FollowOptions<Question, Answer> = ProbeOptions<Question, Answer> & {
  /** The network on the stage, or the one that answers what is drawn, which may be another. */
  readonly whom: 'stage' | 'answering';
};

/** A probe as the run sees it: told when there is something new to ask about. */
export type RunProbe = {
  /** The weights have changed: ask again. */
  refresh(): void;
};

/**
 * `trainer` gives the one to ask now, or null while there is none. `isMoving`: the weights change
 * all the time, so the next question follows the answer, at most one each frame.
 */
export function createProbe<Question, Answer>(
  trainer: () => Askable | null,
  isMoving: () => boolean,
  { ask, listener, pause }: ProbeOptions<Question, Answer>,
): Probe<Question> & RunProbe {
  let question: Question | null = null;
  /** Until the answer, and the pause behind it, are over. */
  let isBusy = false;
  let isStale = false;
  let isClosed = false;
  let isResting = false;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function refresh() {
    isStale = true;
    if (!isBusy && !isClosed && !isResting) void answer();
  }

  async function answer() {
    const asked = question;
    const from = trainer();
    isStale = false;
    if (asked === null) {
      listener(null, null, 0);
      return;
    }
    if (!from) return;
    isBusy = true;
    const started = performance.now();
    // A trainer that is closed or replaced while asked answers with an error; the next refresh asks the new one.
    const given = await ask(from, asked).catch(() => null);
    const milliseconds = performance.now() - started;
    if (isClosed) return;
    // A question that was replaced meanwhile is still worth its answer while a stroke goes on; null is not.
    if (given !== null && question !== null) listener(given, asked, milliseconds);
    const goOn = (): void => {
      isBusy = false;
      if (isStale) refresh();
      else if (isMoving() && given !== null) {
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(refresh);
      }
    };
    if (pause === 0) goOn();
    else
      timer = setTimeout(goOn, isMoving() ? Math.max(pause, milliseconds * (1 / answeringShare - 1)) : pause);
  }

  return {
    refresh,
    ask(next) {
      question = next;
      refresh();
    },
    rest(next) {
      isResting = next;
      if (isStale) refresh();
    },
    close() {
      isClosed = true;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    },
  };
}
