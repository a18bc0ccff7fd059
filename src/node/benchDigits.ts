/** `npm run bench:digits`: how well the networks of the site read digits, MNIST's and those of a pen. */
import type { Dataset } from '../datasets/dataset';
import { addToCalibration, createCalibration, expectedCalibrationError } from '../engine/calibration';
import { countCorrect } from '../engine/metrics';
import type { Trainer } from '../training/trainer';
import { answerAll } from './answers';
import { doubtText, measureDoubt } from './benchNotSure';
import { readWhole, speakingOf } from './files';
import { parseOptions } from './options';
import { type Drawn, type PenDigit, penRows, readPenDigits } from './penDigits';
import { createNodeTrainer, openTestRows } from './trainer';

const usage = `npm run bench:digits -- [options]

Measures the networks of the site: on MNIST's test digits, and on digits that were drawn with a pen, through the code
of the pad, as they are, and in several sizes and tilts anywhere on the pad.

  --pen FILE   drawings as JSON: { "digits": [{ "label": 0, "strokes": [[[x, y], …], …] }, …] }
  --json       prints one line of JSON: [{ network, file, measured, rows, accuracy, calibrationError }, …]`;

const options = { pen: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;

const networks = [
  { network: 'dense', file: 'public/models/digits-pad.safetensors' },
  { network: 'convolutional', file: 'public/models/digits-conv-pad.safetensors' },
  { network: 'plain 784-128-10', file: 'public/models/digits.npz' },
] as const;

type Row = { readonly measured: string; readonly data: Dataset };
type Measured = { readonly accuracy: number; readonly calibrationError: number };

/** Throws an Error with one sentence for whoever typed the command. */
export async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseOptions(args, options, usage);
  if (values.help) {
    console.log(usage);
    return;
  }
  if (positionals.length > 0)
    throw new Error(`There is nothing to name: leave ${positionals[0]} away.\n\n${usage}`);
  const rows: Row[] = [
    { measured: "MNIST's test digits", data: await openTestRows('digits') },
    ...(values.pen === undefined ? [] : penTable(readPenDigits(values.pen))),
  ];
  const results = [];
  const doubted = [];
  for (const { network, file } of networks) {
    const trainer = createNodeTrainer();
    await speakingOf(file, () => trainer.importWeights(readWhole('FILE', file), 'digits'));
    for (const { measured, data } of rows)
      results.push({ network, file, measured, rows: data.rows, ...(await measure(trainer, data)) });
    const doubts = await measureDoubt(trainer, rows.slice(0, 2));
    doubted.push({ name: network, doubts });
    trainer.close();
  }
  if (values.json) {
    console.log(JSON.stringify(results));
    return;
  }
  for (const { network, file } of networks) console.log(`${network}: ${file}`);
  console.log(
    `\naccuracy, and expected calibration error, %\n${tableText(rows, results)}\n\n${doubtText(doubted)}`,
  );
}

/** The rows of the pen: as they are in the file, then on the pad. */
function penTable(digits: readonly PenDigit[]): Row[] {
  const row = (measured: string, drawn: Drawn) => ({ measured, data: penRows(digits, drawn) });
  return [
    row('pen digits', { size: 0, tilt: 0 }),
    ...[1, 0.5, 0.25].map((size) => row(`… at ${100 * size} % of the pad`, { size, tilt: 0 })),
    ...[-15, -10, -5, 5, 10, 15].map((tilt) => row(`… tilted by ${tilt}°`, { size: 0.6, tilt })),
  ];
}

async function measure(trainer: Trainer, data: Dataset): Promise<Measured> {
  const calibration = createCalibration();
  let correct = 0;
  await answerAll(trainer, data, (outputs, targets, count) => {
    correct += countCorrect(outputs, targets, count, data.outputs);
    addToCalibration(calibration, outputs, targets, count, data.outputs);
  });
  return { accuracy: correct / data.rows, calibrationError: expectedCalibrationError(calibration) };
}

function tableText(
  rows: readonly Row[],
  results: readonly (Measured & { network: string; measured: string })[],
) {
  const percent = (share: number) => (100 * share).toFixed(2);
  const lines = [
    ['measured on', ...networks.map(({ network }) => network)],
    ...rows.map(({ measured, data }) => [
      `${measured}, ${data.rows.toLocaleString('en')}`,
      ...results
        .filter((result) => result.measured === measured)
        .map(
          ({ accuracy, calibrationError }) =>
            `${percent(accuracy)}  ${percent(calibrationError).padStart(5)}`,
        ),
    ]),
  ];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
        .join('   '),
    )
    .join('\n');
}
