/** A Session without a worker: it notes what it is asked for. */
import { withTuning } from '../../../src/app/runEvents';
import { createRunView } from '../../../src/app/runView';
import type { Session } from '../../../src/app/session';
import type { SessionState } from '../../../src/app/state';
import { createStore } from '../../../src/app/store';
import { digitsRecipe, xorRecipe } from '../../../src/training/recipes';
import type { RunSpec, Tuning } from '../../../src/training/trainer';

export type FakeSession = {
  readonly session: Session;
  /** Commands in the order in which they were given. */
  readonly commands: string[];
  readonly rebuilt: RunSpec[];
  readonly tuned: Tuning[];
  /** What the probe was asked for. */
  readonly asked: (Float32Array | null)[];
};

export function fakeSession(problem: SessionState['problem']): FakeSession {
  const spec = problem === 'xor' ? xorRecipe : digitsRecipe;
  const store = createStore<SessionState>({
    problem,
    run: { ...createRunView(spec, null).store.get(), status: 'idle' },
  });
  const commands: string[] = [];
  const rebuilt: RunSpec[] = [];
  const tuned: Tuning[] = [];
  const asked: (Float32Array | null)[] = [];
  const note = (command: string) => () => void commands.push(command);
  const session: Session = {
    getState: store.get,
    subscribe: store.subscribe,
    select: (next) => void commands.push(`select ${next}`),
    train: note('train'),
    pause: note('pause'),
    step: note('step'),
    reset: note('reset'),
    reopenShipped: note('reopen shipped'),
    tune(tuning) {
      tuned.push(tuning);
      const { run } = store.get();
      store.set({ problem, run: { ...run, spec: withTuning(run.spec, tuning) } });
    },
    rebuild(next) {
      rebuilt.push(next);
      store.set({ problem, run: { ...store.get().run, spec: next } });
    },
    weights: () => Promise.resolve([]),
    downloadWeights: () => Promise.resolve(),
    downloadCode: () => Promise.resolve(),
    openFiles: () => Promise.resolve(),
    openWaiting: note('open waiting'),
    measureWaiting: () => Promise.reject(new Error('There is no worker.')),
    dismissWaiting: note('dismiss waiting'),
    dismissMessage: note('dismiss'),
    predict: () => Promise.reject(new Error('There is no worker.')),
    exportDigits: () => Promise.reject(new Error('There is no worker.')),
    importDigits: () => Promise.reject(new Error('There is no worker.')),
    probe: () => ({ ask: (inputs) => void asked.push(inputs), close() {} }),
  };
  return { session, commands, rebuilt, tuned, asked };
}
