/** What the page shows and commands: one run for each problem, one of them on the stage. */
import { type DigitFormat, fileFormats, formatInfo, shownName } from '../training/fileFormats';
import { digitsRecipe, xorRecipe } from '../training/recipes';
import { shapesRecipe, usualShapes } from '../training/shapesRecipes';
import type {
  CodeLanguage,
  DataSpec,
  Evaluation,
  FileReading,
  LabelledDigit,
  NetworkCheck,
  ParameterPlace,
  RunSpec,
  SampleRequest,
  TestRows,
  TrainerListener,
  TrainUntil,
  Tuning,
} from '../training/trainer';
import { createWorkerTrainer, type WorkerLike } from '../worker/client';
import type { Answering } from './answering';
import { withShapes } from './controls/recipeEdit';
import { padSize } from './digits/drawing';
import type { OpenChoice } from './files/fileOpener';
import { saveFile } from './files/saveFile';
import type { LessonPlan } from './lessons';
import type { FollowOptions, Probe, ProbeListener } from './probe';
import { createRunController, type ExportOptions, type RunController } from './runController';
import { networkShape } from './runEvents';
import { openingNetwork, type ShippedName, shippedNetworks } from './shippedNetworks';
import type { NetworkEdit } from './space2d/networkEdit';
import { readPoints } from './space2d/pointsFile';
import type { Problem, SessionState } from './state';
import { createStore } from './store';

export interface Session {
  getState(): SessionState;
  /** For useSyncExternalStore: called at most ten times a second while training, at once for commands. */
  subscribe(listener: () => void): () => void;

  /** Puts a problem on the stage and pauses the other. */
  select(problem: Problem): void;
  train(): void;
  pause(): void;
  /** One step of training. */
  step(): void;
  /** When training ends by itself, also the one that runs; {}: when it is paused. */
  endAt(until: TrainUntil): void;
  /** Back to an earlier step of the run, and on from there with another rate; null: not before Train is pressed. */
  rewind(step: number, rate: number | null): void;
  /** Fresh weights from the seed: forgets everything. Also starts a failed worker again. */
  reset(): void;
  /** Trains the network on the stage with digits of the user's own among the others; `lesson` in its state tells of it. */
  teach(plan: LessonPlan): void;
  /** The network again as it was before its last lesson. */
  undoLesson(): void;
  /** In flight: rate, batch size, pace, what is frozen. */
  tune(tuning: Tuning): void;
  /** What needs a rebuild: data, layers, loss, optimizer, seed. Fresh weights. */
  rebuild(spec: RunSpec): void;
  /** Gives a weight or bias of the network on the stage another value, between two steps. */
  setParameter(place: ParameterPlace, value: number): void;
  /** The network on the stage with neurons or layers more or less; what still fits is kept, and the run goes on. */
  changeNetwork(edit: NetworkEdit): void;
  /** Other points for the network on the stage, which goes on as it is. */
  changeData(data: DataSpec): void;
  /** Opens Shapes with the points of a table; null, or what is wrong with it: then nothing was changed. */
  takePoints(text: string, name: string): string | null;
  /** Puts a shipped network on the stage. */
  openShipped(name: ShippedName): void;
  /** Chooses which network answers the probes. */
  letAnswer(wanted: Answering): void;
  /** Training digits as a run on `data` would get them; rejects with what is missing. */
  sampleRows(data: DataSpec, request: SampleRequest): Promise<Float32Array>;
  /** Test digits by their numbers; rejects with what is missing. */
  testRows(rows: Uint32Array): Promise<TestRows>;
  /** Holds gradients of tensor `index` of the network on the stage against differences. Rejects as the trainer does. */
  checkGradients(index: number): Promise<NetworkCheck>;
  /** Saves the file through the browser; in the default format with the run, unless another is asked for. */
  downloadWeights(options?: ExportOptions): Promise<void>;
  /** Saves a program that is this network. */
  downloadCode(language: CodeLanguage): Promise<void>;
  /** Opens a file chosen or dropped, or shows as `waiting` what it leaves open. */
  openFiles(files: readonly File[]): Promise<void>;
  openWaiting(choice: OpenChoice): void;
  measureWaiting(reading: FileReading): Promise<Evaluation>;
  dismissWaiting(): void;
  dismissMessage(): void;
  /** Digits as a file, and of a file. Rejects as the trainer does. */
  exportDigits(digits: readonly LabelledDigit[], format: DigitFormat): Promise<Uint8Array>;
  importDigits(bytes: Uint8Array): Promise<readonly LabelledDigit[]>;
  /** Asks the network that answers what it says to inputs `[B, I]`; close it when the stage changes. */
  probe(listener: ProbeListener, options?: { readonly layers?: boolean }): Probe;
  /** The same for any other question, of the network that answers or the one on the stage. */
  follow<Question, Answer>(options: FollowOptions<Question, Answer>): Probe<Question>;
}

/** Steps a second at which XOR is watched: learned in about two seconds. */
const watchingPace = 300;
/** XOR's opening run ends here: every corner within a few per cent of what is wanted. */
const learnedLoss = 0.001;
/** Larger than any network that fits; nothing of a larger file is read. */
const maxUploadBytes = 256 * 2 ** 20;
/** Larger than any table of as many points as can be taken. */
const maxTableBytes = 2 ** 20;
const isTable = ({ name }: File) => /\.(?:csv|tsv|txt)$/i.test(name);

/** As the scripts themselves say that they are called. */
const codeFiles: Record<CodeLanguage, string> = {
  numpy: 'network.py',
  pytorch: 'network_torch.py',
  typescript: 'network.ts',
};

export type SessionOptions = {
  readonly problem: Problem;
  /** XOR is learned at once, without a click: not where reduced motion is asked for. */
  readonly autoplay: boolean;
};

export function createSession({ problem, autoplay }: SessionOptions): Session {
  const site = new URL(import.meta.env.BASE_URL, document.baseURI);
  const mnistUrl = new URL('mnist/', site).href;
  const createTrainer = (listener: TrainerListener) =>
    createWorkerTrainer({ worker: startWorker(), mnistUrl, listener });

  const runs: Record<Problem, RunController> = {
    xor: createRunController({
      spec: xorRecipe,
      stepsPerSecond: watchingPace,
      createTrainer,
      shipped: null,
    }),
    shapes: createRunController({
      spec: shapesRecipe(usualShapes('spirals')),
      stepsPerSecond: watchingPace,
      createTrainer,
      shipped: null,
    }),
    digits: createRunController({
      spec: digitsRecipe,
      stepsPerSecond: null,
      createTrainer,
      shipped: {
        first: openingNetwork,
        fetch: (name) => fetchBytes(new URL(`models/${shippedNetworks[name].file}`, site)),
      },
    }),
  };
  const started = new Set<Problem>();
  const store = createStore<SessionState>({ problem, run: runs[problem].store.get() });
  const current = () => runs[store.get().problem];

  for (const [name, run] of Object.entries(runs)) {
    run.store.subscribe(() => {
      const state = store.get();
      if (state.problem === name) store.set({ ...state, run: run.store.get() });
    });
  }

  async function start(name: Problem) {
    if (started.has(name)) return;
    started.add(name);
    await runs[name].start();
    if (name === 'xor' && autoplay && store.get().problem === 'xor')
      void runs.xor.train({ testLoss: learnedLoss });
  }
  void start(problem);

  function select(next: Problem) {
    if (next === store.get().problem) return;
    current().pause();
    store.set({ problem: next, run: runs[next].store.get() });
    void start(next);
  }

  function takePoints(text: string, name: string): string | null {
    const { shapes } = runs;
    const { spec } = shapes.store.get();
    const share = spec.data.type === 'shapes' ? spec.data.trainShare : usualShapes('spirals').trainShare;
    try {
      const { data, notice } = readPoints(text, name, share);
      select('shapes');
      void shapes.rebuild(withShapes(spec, data)).then(() => {
        if (shapes.store.get().message === null) shapes.say({ kind: 'notice', text: notice });
      });
      return null;
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message : String(thrown);
    }
  }

  async function openTable(file: File, name: string) {
    if (file.size > maxTableBytes) throw new Error('it has over 1 MB, more than a table of points can have.');
    const bytes = await file.arrayBuffer();
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new Error('it is not in UTF-8. Save it as CSV in UTF-8, or paste the table.');
    }
    const problem = takePoints(text, name);
    if (problem !== null) throw new Error(problem);
  }

  return {
    getState: store.get,
    subscribe: store.subscribe,
    select,
    train: () => void current().train(),
    pause: () => current().pause(),
    step: () => void current().step(),
    endAt: (until) => void current().endAt(until),
    rewind: (step, rate) => void current().rewind(step, rate),
    reset: () => void current().reset(),
    teach: (plan) => void current().teach(plan),
    undoLesson: () => void current().undoLesson(),
    tune: (tuning) => void current().tune(tuning),
    rebuild: (spec) => void current().rebuild(spec),
    setParameter: (place, value) => void current().setParameter(place, value),
    changeNetwork: (edit) => void current().changeNetwork(edit),
    changeData: (data) => void current().changeData(data),
    takePoints,
    openShipped: (name) => void current().openShipped(name),
    letAnswer: (wanted) => void current().letAnswer(wanted),
    sampleRows: (data, request) => current().ask((trainer) => trainer.sampleRows(data, request)),
    testRows: (rows) => current().ask((trainer) => trainer.testRows(rows)),
    checkGradients: (index) => current().ask((trainer) => trainer.checkGradients(index)),
    async downloadWeights(options = { format: fileFormats[0].name, withRun: true }) {
      const exported = await current().exportWeights('Scratchnet in the browser', options);
      if (!exported) return;
      const { data, network, steps } = exported.card;
      const { ending } = formatInfo(options.format);
      saveFile(`scratchnet-${data.type}-${networkShape(network)}-step-${steps}${ending}`, exported.bytes);
    },
    async downloadCode(language) {
      const text = await current().exportCode(language);
      if (text !== null) saveFile(codeFiles[language], new TextEncoder().encode(text));
    },
    async openFiles([file, another]) {
      const run = current();
      if (!file) return;
      if (another) {
        run.say({ kind: 'error', text: 'Choose one file at a time. Nothing was changed.' });
        return;
      }
      const name = shownName(file.name);
      if (isTable(file)) {
        await openTable(file, name).catch((thrown) => {
          run.say({ kind: 'error', text: `${name}: ${thrown.message} Nothing was changed.` });
        });
        return;
      }
      if (file.size > maxUploadBytes) {
        const megabytes = Math.round(file.size / 2 ** 20);
        const text = `${name} has ${megabytes} MB; weights of up to 256 MB can be opened. Nothing was changed.`;
        run.say({ kind: 'error', text });
        return;
      }
      try {
        await run.openFile(name, new Uint8Array(await file.arrayBuffer()));
      } catch {
        run.say({
          kind: 'error',
          text: `${name} could not be read, as a folder can't, or a file that has gone. Choose it again. Nothing was changed.`,
        });
      }
    },
    openWaiting: (choice) => void current().openWaiting(choice),
    measureWaiting: (reading) => current().measureWaiting(reading),
    dismissWaiting: () => current().dismissWaiting(),
    dismissMessage: () => current().say(null),
    exportDigits: (digits, format) =>
      current().ask((trainer) => trainer.exportDigits(digits, format, padSize)),
    importDigits: (bytes) => current().ask((trainer) => trainer.importDigits(bytes, padSize)),
    probe: (listener, options = {}) =>
      current().follow({
        whom: 'answering',
        ask: (trainer, inputs) => trainer.predict(inputs, options),
        listener,
        pause: 0,
      }),
    follow: (options) => current().follow(options),
  };
}

function startWorker(): WorkerLike {
  return new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module', name: 'trainer' });
}

async function fetchBytes(url: URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status} for ${url.pathname}`);
  return new Uint8Array(await response.arrayBuffer());
}
