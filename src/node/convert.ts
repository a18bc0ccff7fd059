/** `npm run convert -- IN OUT …`: the weights of a file as a file of another format. */
import { basename } from 'node:path';
import { type Conversion, convertFile, type NewCard, outlineFile } from '../training/convertFile';
import { problemNames } from '../training/exchange';
import { fileFormats } from '../training/fileFormats';
import type { DataSpec } from '../training/trainer';
import { areSame, checkWritable, formatToWrite, readWhole, speakingOf, writeWhole } from './files';
import { checkCard, openFile, type WantedFile } from './openFile';
import { choice, parseOptions, typedChoices } from './options';
import { type GivenReading, readingOptions, readingUsage, readReading } from './readingOptions';
import { createNodeTrainer } from './trainer';

const usage = `npm run convert -- IN OUT [options]

Writes the weights of IN, of any format, in the format that the ending of OUT says: ${fileFormats.map(({ ending }) => ending).join(', ')}.
The card and the state of a run go with them where that format has room for them.

  --problem NAME       what weights without a card are for, if their widths don't say it: ${problemNames.join(', ')}

${readingUsage}`;

const options = { ...readingOptions, problem: { type: 'string' }, help: { type: 'boolean' } } as const;

type ConvertOptions = {
  readonly from: string;
  readonly to: string;
  readonly problem: DataSpec['type'] | null;
  readonly given: GivenReading;
};

/** Throws an Error with one sentence for whoever typed the command; then OUT is as it was. */
export async function main(args: string[]): Promise<void> {
  const asked = readOptions(args);
  if (!asked) {
    console.log(usage);
    return;
  }
  const { from, to } = asked;
  const format = formatToWrite('OUT', to);
  const bytes = readWhole('IN', from);
  if (areSame(from, to)) throw new Error('IN and OUT are the same file; name another OUT.');
  checkWritable('OUT', to);

  const outline = await speakingOf(from, () => outlineFile(bytes));
  const problem = asked.problem ?? outline.problem;
  if (!problem)
    throw new Error(
      `${from}: its widths don't say what the network is for; say --problem, one of ${problemNames.join(', ')}.`,
    );
  const newCard = await cardFor({ file: from, bytes, outline, problem, given: asked.given }, to);
  const converted = await speakingOf(from, () => convertFile(bytes, format.name, newCard));
  writeWhole('OUT', to, converted.bytes);
  for (const lost of lossesOf(converted, format.ending)) console.log(lost);
  console.log(
    `${from} is in ${to}, ${(converted.bytes.length / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} kB.`,
  );
}

/** Null: only the usage was asked for. Throws an Error. */
function readOptions(args: string[]): ConvertOptions | null {
  const { values, positionals } = parseOptions(args, options, usage);
  if (values.help) return null;
  const [from, to, another] = positionals;
  if (!from || !to || another !== undefined) throw new Error(`Name two files, IN and OUT.\n\n${usage}`);
  const problem =
    values.problem === undefined ? null : choice('problem', values.problem, typedChoices(problemNames));
  return { from, to, problem, given: readReading(values) };
}

/** For a file that has none: how it is read, and what it does then on the test data. Throws an Error. */
async function cardFor(wanted: WantedFile, to: string): Promise<NewCard | null> {
  if (wanted.outline.card) {
    await speakingOf(wanted.file, () => checkCard(wanted));
    return null;
  }
  const trainer = createNodeTrainer();
  const { run, reading } = await openFile(trainer, wanted, console.log);
  const test = await trainer.evaluate();
  trainer.close();
  console.log(
    `Read so, it answers ${(100 * test.accuracy).toFixed(2)} % of ${test.rows.toLocaleString('en')} right.`,
  );
  if (!reading) return null;
  const madeBy = `npm run convert -- ${basename(wanted.file)} ${basename(to)}`;
  const at = { kernels: run.kernels, steps: 0, epochs: 0, test, madeBy };
  return { problem: wanted.problem, reading, at };
}

function lossesOf({ dropped }: Conversion, ending: string): string[] {
  const texts = {
    card: `The card is not kept: ${ending} holds none; whoever reads it must say activations and input.`,
    run: `The run's state is not kept: ${ending} holds none.`,
  };
  return dropped.map((lost) => texts[lost]);
}
