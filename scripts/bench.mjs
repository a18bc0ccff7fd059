/** `npm run bench`: ours and theirs side by side in headless Chromium, in workers, turn by turn. */
import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openArena } from '../test/bench/arena.mjs';
import { installPeers } from '../test/bench/peers.mjs';
import { rows } from '../test/bench/rows.mjs';

const usage = `npm run bench -- [options]

  --python     also PyTorch and NumPy on one core, where python3 (or PYTHON) has them
  --rounds N   turns each; default 5
  --quick      3 short rounds and a few epochs: to see that it runs, not to quote
  --only TEXT  only rows with TEXT in their name, such as "tfjs wasm"
  --json       one line: [{ name, ours, theirs, ratio, goal, met }]`;

/** Progress goes where it is in nobody's way: the answer alone is on stdout. @param {string} line */
const say = (line) => console.error(line);

/** @typedef {{ row: import('../test/bench/rows.mjs').Row, result: import('../test/bench/rows.mjs').Result, met: boolean | null }} Measured */

/** @param {string[]} args */
async function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      python: { type: 'boolean' },
      rounds: { type: 'string' },
      quick: { type: 'boolean' },
      only: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(usage);
  const { python = false, quick = false, only = '' } = values;
  const rounds = Number(values.rounds ?? (quick ? 3 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1.');
  const named = rows.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()));
  const wanted = named.filter((row) => python || !row.python);
  if (wanted.length === 0)
    throw new Error(
      named.length > 0
        ? `${named[0].name} needs --python.`
        : `No row has "${only}" in its name; there are:\n${rows.map(({ name }) => `  ${name}`).join('\n')}`,
    );

  const peers = installPeers([...new Set(wanted.flatMap(({ peer }) => (peer ? [peer] : [])))], say);
  const arena = await openArena(peers);
  /** @type {Measured[]} */
  const measured = [];
  const loads = [loadavg()[0]];
  try {
    const bench = { arena, rounds, slice: quick ? 250 : 1000, quick };
    for (const row of wanted.filter(({ peer }) => !peer || peers.includes(peer))) {
      say(`… ${row.name}`);
      try {
        const result = await row.measure(bench);
        measured.push({ row, result, met: isMet(row, result) });
        if (result.caveat) say(`Not counted: ${row.name}, because ${result.caveat}.`);
      } catch (error) {
        // Playwright's message goes on with a stack; the first line says it.
        const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
        say(`Skipped: ${row.name}, because ${reason.replace(/^page\.evaluate: (Error: )?/, '')}`);
      }
      loads.push(loadavg()[0]);
    }
  } finally {
    await arena.close();
  }

  if (values.json) {
    const line = measured.map(({ row: { name, goal }, result: { ours, theirs, ratio }, met }) => ({
      name,
      ours,
      theirs,
      ratio,
      goal,
      met,
    }));
    console.log(JSON.stringify(line));
  } else {
    printTable(measured);
    const load = `${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`;
    console.log(
      `${rounds} rounds${quick ? ', quick: not to be quoted' : ''}; Chromium ${arena.version}; ${cpus()[0]?.model}, ${cpus().length} cores, load ${load}`,
    );
  }
  if (measured.length === 0) process.exitCode = 1;
}

/**
 * Null for a row that has no goal, and for one whose peer is not at its best here.
 * @param {import('../test/bench/rows.mjs').Row} row @param {import('../test/bench/rows.mjs').Result} result
 */
function isMet({ goal, bound }, { ours, ratio, caveat }) {
  if (goal === null || caveat) return null;
  const value = ratio ?? ours;
  return bound === 'least' ? value >= goal : value <= goal;
}

/** @param {Measured[]} measured */
function printTable(measured) {
  const head = ['what', 'ours', 'theirs', 'unit', 'ratio', 'goal', 'met'];
  const body = measured.map(({ row, result, met }) => [
    row.name,
    digits(result.ours),
    digits(result.theirs),
    row.unit,
    digits(result.ratio),
    row.goal === null ? '' : `${row.bound === 'least' ? '≥' : '≤'} ${row.goal.toLocaleString('en')}`,
    result.caveat ? 'not counted' : met === null ? '' : met ? 'yes' : 'no',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => cells[column].length)));
  const isText = [true, false, false, true, false, true, true];
  /** @param {string[]} cells */
  const line = (cells) =>
    cells
      .map((cell, column) => (isText[column] ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd();
  console.log([head, ...body].map(line).join('\n'));
}

/** Three digits that count, or whole thousands. @param {number | null} value */
function digits(value) {
  if (value === null) return '';
  return value.toLocaleString(
    'en',
    value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
  );
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
