/** A Session without a worker: it notes what it is asked for. */
import type { Askable } from '../../../src/app/probe';
import { withTuning } from '../../../src/app/runEvents';
import { createRunView } from '../../../src/app/runView';
import type { Session } from '../../../src/app/session';
import type { RunState, SessionState } from '../../../src/app/state';
import { createStore } from '../../../src/app/store';
import { digitsRecipe, xorRecipe } from '../../../src/training/recipes';
import { shapesRecipe, usualShapes } from '../../../src/training/shapesRecipes';
import type { DataSpec, RunSpec, Tuning } from '../../../src/training/trainer';

export type FakeSession = {
  readonly session: Session;
  /** Commands in the order in which they were given. */
  readonly commands: string[];
  readonly rebuilt: RunSpec[];
  readonly tuned: Tuning[];
  /** What the probe was asked for. */
  readonly asked: (Float32Array | null)[];
  /** Data that the network on the stage was given. */
  readonly changed: DataSpec[];
  /** Puts a part of a run's state on the page. */
  readonly show: (change: Partial<SessionState['run']>) => void;
  /** What samples of the data were asked for. */
  readonly sampled: { readonly data: DataSpec; readonly seed: number }[];
};

const unasked = () => Promise.reject(new Error('Nobody is to ask for this.'));

/** A trainer of which a test answers what it is about. */
export const silentTrainer: Askable = {
  predict: unasked,
  explain: unasked,
  dissect: unasked,
  weights: unasked,
  parameter: unasked,
  testAnswers: unasked,
  hiddenMap: unasked,
};

const recipes: Record<SessionState['problem'], RunSpec> = {
  xor: xorRecipe,
  shapes: shapesRecipe(usualShapes('spirals')),
  digits: digitsRecipe,
};

/** `run`: what its state says besides. */
export function fakeSession(problem: SessionState['problem'], run: Partial<RunState> = {}): FakeSession {
  const spec = recipes[problem];
  const store = createStore<SessionState>({
    problem,
    run: { ...createRunView(spec, null).store.get(), status: 'idle', ...run },
  });
  const commands: string[] = [];
  const rebuilt: RunSpec[] = [];
  const tuned: Tuning[] = [];
  const asked: (Float32Array | null)[] = [];
  const sampled: FakeSession['sampled'] = [];
  const changed: DataSpec[] = [];
  const note = (command: string) => () => void commands.push(command);
  const show = (change: Partial<SessionState['run']>) =>
    store.set({ problem, run: { ...store.get().run, ...change } });
  const session: Session = {
    getState: store.get,
    subscribe: store.subscribe,
    select: (next) => void commands.push(`select ${next}`),
    train: note('train'),
    pause: note('pause'),
    step: note('step'),
    endAt(until) {
      commands.push(`end at ${JSON.stringify(until)}`);
      show({ until });
    },
    rewind: (step, rate) => void commands.push(`rewind to ${step}, rate ${rate}`),
    reset: note('reset'),
    openShipped: (name) => void commands.push(`open ${name}`),
    letAnswer: (wanted) => void commands.push(`let ${wanted} answer`),
    teach: ({ steps, share }) => void commands.push(`teach ${steps} steps, ${share} of each batch`),
    undoLesson: note('undo lesson'),
    tune(tuning) {
      tuned.push(tuning);
      const { run: before } = store.get();
      store.set({ problem, run: { ...before, spec: withTuning(before.spec, tuning) } });
    },
    rebuild(next) {
      rebuilt.push(next);
      store.set({ problem, run: { ...store.get().run, spec: next } });
    },
    sampleRows(data, { digits, variants, seed }) {
      sampled.push({ data, seed });
      return Promise.resolve(new Float32Array((1 + variants) * digits * 784).fill(0.5));
    },
    testRows: () => Promise.reject(new Error('There is no worker.')),
    changeData(data) {
      changed.push(data);
      store.set({ problem, run: { ...store.get().run, spec: { ...store.get().run.spec, data } } });
    },
    setParameter: ({ tensor, index }, value) => void commands.push(`set ${tensor} ${index} to ${value}`),
    changeNetwork({ network, origins }) {
      commands.push(`network from ${JSON.stringify(origins)}`);
      const { run: before } = store.get();
      store.set({ problem, run: { ...before, spec: { ...before.spec, network } } });
    },
    takePoints: (text) => {
      commands.push(`take ${text}`);
      return text.includes('!') ? 'There is an exclamation mark.' : null;
    },
    checkGradients: () => Promise.reject(new Error('There is no worker.')),
    downloadWeights: () => Promise.resolve(),
    downloadCode: () => Promise.resolve(),
    openFiles: () => Promise.resolve(),
    openWaiting: note('open waiting'),
    measureWaiting: () => Promise.reject(new Error('There is no worker.')),
    dismissWaiting: note('dismiss waiting'),
    dismissMessage: note('dismiss'),
    exportDigits: () => Promise.reject(new Error('There is no worker.')),
    importDigits: () => Promise.reject(new Error('There is no worker.')),
    probe: () => ({ ask: (inputs) => void asked.push(inputs), rest() {}, close() {} }),
    follow: () => ({ ask() {}, rest() {}, close() {} }),
  };
  return { session, commands, rebuilt, tuned, asked, sampled, changed, show };
}
