/** `npm run evaluate -- digits|xor FILE …`: what the weights of a file can do, measured on the test data. */
import { outlineFile } from '../training/convertFile';
import { problemNames } from '../training/exchange';
import type { DataSpec, Evaluation, WeightsCard } from '../training/trainer';
import { confusionRows, confusionText, unansweredRows } from './confusion';
import { readWhole, speakingOf } from './files';
import { openFile } from './openFile';
import { parseOptions, typed } from './options';
import { type GivenReading, readingOptions, readingUsage, readReading } from './readingOptions';
import { createNodeTrainer, openTestRows } from './trainer';

const usage = `npm run evaluate -- ${problemNames.join('|')} FILE [options]

Measures the weights of FILE, of any format, on the test data: accuracy, loss, and which class is answered where which
is meant, with precision and recall.

  --json               prints one line of JSON: accuracy, loss, rows, confusion (a row for each class that is meant, in it
                       a number for each that is answered), claimedAccuracy, reading, …

${readingUsage}`;

const options = { ...readingOptions, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;

type EvaluateOptions = {
  readonly problem: DataSpec['type'];
  readonly file: string;
  readonly given: GivenReading;
  readonly json: boolean;
};

/** Throws an Error with one sentence for whoever typed the command. */
export async function main(args: string[]): Promise<void> {
  const asked = readOptions(args);
  if (!asked) {
    console.log(usage);
    return;
  }
  const { problem, file, given, json } = asked;
  const say = (text: string) => {
    if (!json) console.log(text);
  };
  const bytes = readWhole('FILE', file);
  const outline = await speakingOf(file, () => outlineFile(bytes));
  const trainer = createNodeTrainer();
  const { run, reading } = await openFile(trainer, { file, bytes, outline, problem, given }, say);
  const test = await trainer.evaluate();
  // Values are of no class.
  const { tolerance } = await openTestRows(run.spec);
  const confusion = tolerance === undefined ? (await trainer.testAnswers()).confusion : null;
  if (json)
    console.log(
      JSON.stringify({
        problem,
        format: outline.format,
        accuracy: test.accuracy,
        loss: test.loss,
        rows: test.rows,
        confusion: confusion && confusionRows(confusion),
        unanswered: confusion && unansweredRows(confusion).reduce((sum, rows) => sum + rows, 0),
        claimedAccuracy: outline.card?.testAccuracy ?? null,
        claimedLoss: outline.card?.testLoss ?? null,
        reading,
        parameters: run.parameters,
        kernels: run.kernels,
      }),
    );
  say(
    [figures(test, run.spec.loss, outline.card), ...(confusion ? ['', confusionText(confusion)] : [])].join(
      '\n',
    ),
  );
  trainer.close();
}

/** Null: only the usage was asked for. Throws an Error. */
function readOptions(args: string[]): EvaluateOptions | null {
  const { values, positionals } = parseOptions(args, options, usage);
  if (values.help) return null;
  const [name, file, another] = positionals;
  const problem = problemNames.find((known) => known === name);
  if (!problem) throw new Error(`Say what to evaluate: one of ${problemNames.join(', ')}.\n\n${usage}`);
  if (!file || another !== undefined) throw new Error(`Name one file of weights.\n\n${usage}`);
  return { problem, file, given: readReading(values), json: values.json ?? false };
}

/** What is measured, and beside it what the file says. */
function figures({ accuracy, loss, rows }: Evaluation, lossName: string, card: WeightsCard | null): string {
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const claim = (value: number | null | undefined, text: (value: number) => string) =>
    value === null || value === undefined ? '' : ` (the file says ${text(value)})`;
  const lossText = (value: number) => value.toFixed(4);
  return [
    `accuracy  ${percent(accuracy)} of ${rows.toLocaleString('en')}${claim(card?.testAccuracy, percent)}`,
    `loss      ${lossText(loss)}${claim(card?.testLoss, lossText)}, ${typed(lossName)}`,
  ].join('\n');
}
