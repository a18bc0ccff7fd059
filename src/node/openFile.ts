/** Opens the weights of a file to be measured; what a file without a card leaves open is found out, and told. */
import type { FileOutline } from '../training/convertFile';
import { problems } from '../training/exchange';
import type { DataSpec, FileReading, RunInfo, Trainer } from '../training/trainer';
import { speakingOf } from './files';
import { typed } from './options';
import { answer, type GivenReading, readingText } from './readingOptions';

export type WantedFile = {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly outline: FileOutline;
  readonly problem: DataSpec['type'];
  readonly given: GivenReading;
};

export type OpenedFile = {
  readonly run: RunInfo;
  /** Null: the card says it all. */
  readonly reading: FileReading | null;
};

/** Throws an Error of one sentence with the name of the file. */
export function openFile(
  trainer: Trainer,
  wanted: WantedFile,
  say: (text: string) => void,
): Promise<OpenedFile> {
  const { file, bytes, outline, problem, given } = wanted;
  return speakingOf(file, async () => {
    checkCard(wanted);
    if (outline.card) return { ...(await trainer.importWeights(bytes, problem)), reading: null };
    const { question } = await trainer.inspectFile(bytes, problem);
    if (!question) throw new Error('the file can only give some of its layers to a network that is open.');
    const reading = answer(question, given);
    const { run } = await trainer.importWeights(bytes, problem, reading);
    const options = readingText(question, reading);
    say(
      Object.keys(given).length > 0
        ? `${file} is read with ${options}.`
        : `${file} does not say how it is to be read; tried on the test data, this fits best, and is taken: ${options}. Give these options to say otherwise.`,
    );
    return { run, reading };
  });
}

/** Throws an Error where `problem` or the reading that was given contradicts the card of the file. */
export function checkCard({ outline, problem, given }: Omit<WantedFile, 'file' | 'bytes'>): void {
  checkProblem(outline, problem);
  const [option] = Object.keys(given);
  if (outline.card && option !== undefined)
    throw new Error(`the file says itself how it is read; leave --${typed(option)} away.`);
}

/** Throws an Error where the card, or else the shapes, say that the weights are for another problem. */
export function checkProblem({ problem: found }: FileOutline, problem: DataSpec['type']): void {
  if (found && found !== problem)
    throw new Error(
      `these weights are for ${problems[found].title}, not for ${problems[problem].title}; say ${found} in place of ${problem}.`,
    );
}
