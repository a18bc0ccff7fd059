/** What `npm run bench:digits` prints. */
import type { Measured, Result } from './benchNetwork';
import { doubtText } from './benchNotSure';
import { type Miss, sureness } from './misses';
import { textTable } from './textTable';

/** A line for each row and a column for each network; then how far the page is from Node. */
export function benchText(measured: readonly Measured[]): string {
  const files = measured.map(({ network: { name, file } }) => (name === file ? file : `${name}: ${file}`));
  const lines = [
    ['measured on', ...measured.map(({ network }) => network.name)],
    ...measured[0].results.map(({ measured: what, rows }, row) => [
      `${what}, ${rows.toLocaleString('en')}`,
      ...measured.map(({ results }) => cell(results[row])),
    ]),
  ];
  const page = pageLine(measured.flatMap(({ results }) => results));
  const doubts = doubtText(measured.map(({ network: { name }, doubts }) => ({ name, doubts })));
  const heading = 'accuracy, and expected calibration error, %';
  return [...files, '', heading, ...textTable(lines), ...page, '', doubts].join('\n');
}

const percent = (share: number): string => (100 * share).toFixed(2);

const cell = ({ accuracy, calibrationError }: Result): string =>
  `${percent(accuracy)}  ${percent(calibrationError).padStart(5)}`;

function pageLine(results: readonly Result[]): string[] {
  const drawn = results.flatMap(({ difference, rows }) => (difference ? [{ ...difference, rows }] : []));
  if (drawn.length === 0) return [];
  const answers = drawn.reduce((sum, { rows }) => sum + rows, 0);
  const others = drawn.reduce((sum, { otherAnswers }) => sum + otherAnswers, 0);
  const most = Math.max(...drawn.map(({ largestDifference }) => largestDifference));
  return [
    '',
    `Of ${answers.toLocaleString('en')} answers on the page ${others} are not Node's; no probability is further than ${most.toPrecision(1)} from Node's.`,
  ];
}

/** The same as data; `misses` are those of the picture. */
export function benchJson(measured: readonly Measured[], misses: (of: Measured) => readonly Miss[]): string {
  return JSON.stringify({
    rows: measured.flatMap(({ network: { name: network, file }, results }) =>
      results.map(({ difference, ...result }) => ({ network, file, ...result, ...difference })),
    ),
    notSure: measured.flatMap(({ network: { name: network }, doubts }) =>
      doubts.map((doubt) => ({ network, ...doubt })),
    ),
    misses: measured.flatMap((of) =>
      misses(of).map((miss) => ({
        network: of.network.name,
        of: miss.of,
        row: miss.row,
        label: miss.label,
        answered: miss.answered,
        probability: sureness(miss),
      })),
    ),
  });
}
