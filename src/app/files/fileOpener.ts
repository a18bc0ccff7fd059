/** How a chosen file becomes the network on the stage: at once, or after what it leaves open was answered. */
import type { Evaluation, FileReading, FileReport, RunInfo, Trainer } from '../../training/trainer';
import type { RunView } from '../runView';
import type { Message, Problem, Shown, WaitingFile } from '../state';

/** As a whole, read so where it has no card; or only the layers that fit the network on the stage. */
export type OpenChoice =
  | { readonly how: 'whole'; readonly reading?: FileReading }
  | { readonly how: 'layers' };

export type FileOpener = {
  /** Opens it, or shows it as the `waiting` one. Rejects with an Error that names the file; then nothing has changed. */
  open(name: string, bytes: Uint8Array): Promise<void>;
  /** Opens the one that waits. */
  openWaiting(choice: OpenChoice): Promise<void>;
  /** What it would answer of the test data. */
  measureWaiting(reading: FileReading): Promise<Evaluation>;
};

type Place = {
  readonly problem: Problem;
  readonly view: RunView;
  readonly runningTrainer: () => Promise<Trainer>;
  readonly show: (info: RunInfo, change: Shown) => void;
};

export function createFileOpener({ problem, view, runningTrainer, show }: Place): FileOpener {
  const notice = (text: string): Message => ({ kind: 'notice', text });

  async function openWhole({ name, bytes, report }: WaitingFile, reading?: FileReading) {
    const trainer = await runningTrainer();
    if (report.position) {
      const { run, card, step, epoch } = await trainer.importCheckpoint(bytes, problem);
      const where = step === 0 ? '' : ` at step ${step.toLocaleString('en')}: Train goes on from there`;
      show(run, { origin: 'file', card, step, epoch, message: notice(`${name} is open${where}.`) });
    } else {
      const { run, card } = await trainer.importWeights(bytes, problem, reading);
      show(run, { origin: 'file', card, message: notice(`${name} is open.`) });
    }
  }

  async function openLayers({ name, bytes, report }: WaitingFile) {
    const { origin, card } = view.current();
    const run = await (await runningTrainer()).importLayers(bytes);
    const layers = report.fitting.join(', ');
    const text = `The weights of ${layers} are those of ${name}; the other layers are as they were.`;
    show(run, {
      origin: origin === 'fresh' ? 'fresh' : 'file',
      card: origin === 'fresh' ? null : card,
      message: notice(text),
    });
  }

  /** Named, and with what became of it. */
  async function ofFile<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      throw new Error(`${name}: ${thrown instanceof Error ? thrown.message : thrown} Nothing was changed.`);
    }
  }

  function waiting(): WaitingFile {
    const file = view.current().waiting;
    if (!file) throw new Error('No file waits to be opened.');
    return file;
  }

  return {
    open: (name, bytes) =>
      ofFile(name, async () => {
        const report = await (await runningTrainer()).inspectFile(bytes, problem);
        const file = { name, bytes, report };
        // What was said of another file would stand under the question of this.
        if (asks(report)) view.publish({ waiting: file, message: null });
        else await openWhole(file);
      }),

    async openWaiting(choice) {
      const file = waiting();
      view.publish({ waiting: null });
      await ofFile(file.name, () =>
        choice.how === 'layers' ? openLayers(file) : openWhole(file, choice.reading),
      );
    },

    async measureWaiting(reading) {
      return (await runningTrainer()).measureFile(waiting().bytes, problem, reading);
    },
  };
}

/** A file with a card opens without a question, unless it is of another network that shares layers with this one. */
function asks({ question, refusal, fitting, ofLayers }: FileReport): boolean {
  return question !== null || refusal !== null || (fitting.length > 0 && fitting.length < ofLayers);
}
