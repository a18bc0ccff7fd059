/**
 * Points as a table: a line each with x, y, and a class or a value, and in a fourth column, if there is one, whether
 * it is to learn from (`train`) or for the test (`test`). Columns are parted by tabs, semicolons or commas; a first line
 * of names may stand above, by which x and y, or x1 and x2, are found in other columns too. What can't be read is
 * refused as a whole, with the number of the line.
 */
import { DatasetError } from './dataset';
import { isForTraining, planeReach, type SplitPoints } from './points';
import { shapeLimits } from './shapes2d';

/** What was from here to there is from −1 to 1; null: it is as it was. */
export type Scaling = readonly [least: number, most: number] | null;

export type PointsTable = SplitPoints & {
  /** Of the classes, in order; none: points have values. */
  readonly names: readonly string[];
  readonly scaling: { readonly x: Scaling; readonly y: Scaling; readonly value: Scaling };
};

type Row = {
  /** Of the text, from 1. */
  readonly line: number;
  readonly x: number;
  readonly y: number;
  readonly target: string;
  /** Of the table, from 1. */
  readonly targetColumn: number;
  readonly set: 'train' | 'test' | null;
};

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const decimalComma = /^[+-]?\d*,\d+$/;
const thousandsComma = /^[+-]?[1-9]\d{0,2},\d{3}$/;
/** As programs write a number that is none, or is missing. */
const noNumber = /^(?:[+-]?(?:nan|inf|infinity)|null|none|n\/?a|undefined|-)$/i;
/** What the two inputs are called, in pairs. */
const inputNames = [
  ['x1', 'x2'],
  ['x₁', 'x₂'],
  ['x', 'y'],
] as const;
/** Beyond, differences are no longer exact enough to scale by. */
const mostNumber = 1e12;
/** Data that span less of the plane are scaled too: they could not be told apart. */
const leastSpan = 0.5;
const wanted = 'x, y, and a class or a value';

/** `trainShare`: of the points that the table does not divide itself. Throws a DatasetError of one sentence. */
export function readPointsTable(text: string, trainShare: number): PointsTable {
  const rows = readRows(text);
  const values = valuesOf(rows);
  const classes = values ? [] : namesOf(rows);
  const names = values ? [] : classNames(rows, classes);
  const targets = values ?? classes.map((name) => names.indexOf(name));
  const places = scaledTogether(
    rows.map(({ x }) => x),
    rows.map(({ y }) => y),
  );
  const heights = values ? scaledTogether(targets) : { scalings: [null], columns: [targets] };
  const [x, y] = places.columns;
  const [target] = heights.columns;

  const train: number[] = [];
  const test: number[] = [];
  const seen = new Map<number, number>();
  rows.forEach(({ set }, row) => {
    const label = values ? 0 : target[row];
    const nth = seen.get(label) ?? 0;
    seen.set(label, nth + 1);
    const isTrain = set === null ? isForTraining(nth, label, names.length, trainShare) : set === 'train';
    (isTrain ? train : test).push(x[row], y[row], target[row]);
  });
  const scaling = { x: places.scalings[0], y: places.scalings[1], value: heights.scalings[0] };
  return { names, train, test, scaling };
}

/** What `readPointsTable` reads again: a header, then the points to learn from, then those of the test. */
export function writePointsTable({ train, test }: SplitPoints, names: readonly string[]): string {
  const lines = [`x,y,${names.length > 0 ? 'class' : 'value'},set`];
  for (const [set, points] of [
    ['train', train],
    ['test', test],
  ] as const) {
    for (let at = 0; at < points.length; at += 3) {
      const [x, y, target] = points.slice(at, at + 3);
      const name = names.length > 0 ? quoted(names[target]) : short(target);
      lines.push(`${short(x)},${short(y)},${name},${set}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const isName = (cell: string) =>
  cell !== '' && !decimal.test(cell) && !decimalComma.test(cell) && !noNumber.test(cell);

const short = (value: number) => String(Number(value.toFixed(6)));

const quoted = (name: string) => (/[",;\t]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

function readRows(text: string): readonly Row[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ content, line: index + 1 }))
    .filter(({ content }) => content.trim() !== '');
  if (lines.length === 0)
    throw new DatasetError(`The table is empty; give a line for each point: ${wanted}.`);
  const separator = separatorOf(lines[0].content);
  const cells = lines.map(({ content, line }) => ({
    line,
    cells: cellsOf(content, separator, line).map(withHyphen),
  }));
  const hasHeader = cells[0].cells.slice(0, 2).every(isName);
  const body = hasHeader ? cells.slice(1) : cells;
  if (body.length === 0) throw new DatasetError('The table has a line of names, but no points below it.');
  if (body.length > shapeLimits.ownPoints)
    throw new DatasetError(
      `The table has ${body.length.toLocaleString('en')} points; up to ${shapeLimits.ownPoints.toLocaleString('en')} can be taken. Leave some lines out.`,
    );
  const columns = hasHeader ? columnsOf(cells[0].cells) : [0, 1, 2, 3];
  return body.map((row) => readRow(row.cells, columns, row.line, separator));
}

/** Where x, y and the rest stand under such names; as they come, if none are those of inputs. */
function columnsOf(header: readonly string[]): readonly number[] {
  const names = header.map((name) => name.toLowerCase());
  const inputs = inputNames
    .map((pair) => pair.map((name) => names.indexOf(name)))
    .find((at) => !at.includes(-1));
  const all = [0, 1, 2, 3];
  return inputs ? [...inputs, ...all.filter((at) => !inputs.includes(at))] : all;
}

/** A number with the minus sign of the page, or of a book, as one with a hyphen. */
function withHyphen(cell: string): string {
  const plain = cell.replace(/^−/, '-');
  return decimal.test(plain) || decimalComma.test(plain) ? plain : cell;
}

/** What parts the columns of a line; null: blanks. */
function separatorOf(line: string): '\t' | ';' | ',' | null {
  return (['\t', ';', ','] as const).find((separator) => line.includes(separator)) ?? null;
}

/** A cell in quotation marks may hold the separator, and marks that are doubled (RFC 4180). */
function cellsOf(content: string, separator: string | null, line: number): readonly string[] {
  if (separator === null) return content.trim().split(/\s+/);
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < content.length; at++) {
    const sign = content[at];
    if (isQuoted && sign === '"' && content[at + 1] === '"') {
      cell += sign;
      at++;
    } else if (sign === '"' && (isQuoted || cell.trim() === '')) {
      isQuoted = !isQuoted;
    } else if (sign === separator && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  if (isQuoted) throw new DatasetError(`Line ${line}: a quotation mark is opened and not closed.`);
  cells.push(cell.trim());
  return cells;
}

function readRow(
  cells: readonly string[],
  columns: readonly number[],
  line: number,
  separator: string | null,
): Row {
  if (cells.length !== 3 && cells.length !== 4) {
    const hint =
      separator === ',' && cells.length > 4 ? ' If its commas are decimal ones, write points.' : '';
    throw new DatasetError(
      `Line ${line} has ${cells.length} ${cells.length === 1 ? 'column' : 'columns'}; 3 are wanted: ${wanted}.${hint}`,
    );
  }
  const [x, y, target, set = ''] = columns.map((column) => cells[column]);
  const [xColumn, yColumn, targetColumn, setColumn] = columns.map((column) => column + 1);
  if (target === '')
    throw new DatasetError(`Line ${line}: the class or value in column ${targetColumn} is missing.`);
  if (target.length > shapeLimits.name)
    throw new DatasetError(
      `Line ${line}: the name of a class has ${target.length} signs; up to ${shapeLimits.name} can be shown.`,
    );
  return {
    line,
    x: readNumber(x, xColumn, line),
    y: readNumber(y, yColumn, line),
    target,
    targetColumn,
    set: readSet(set, setColumn, line),
  };
}

function readNumber(cell: string, column: number, line: number): number {
  const at = `Line ${line}, column ${column}:`;
  if (cell === '') throw new DatasetError(`${at} a number is missing.`);
  if (thousandsComma.test(cell))
    throw new DatasetError(
      `${at} ${cell} has a comma; write ${cell.replace(',', '.')} or ${cell.replace(',', '')}, whichever is meant.`,
    );
  if (decimalComma.test(cell))
    throw new DatasetError(`${at} ${cell} has a decimal comma; write ${cell.replace(',', '.')}.`);
  if (!decimal.test(cell)) throw new DatasetError(`${at} “${cell.slice(0, 24)}” is not a number.`);
  const value = Number(cell);
  if (Math.abs(value) > mostNumber)
    throw new DatasetError(`${at} ${cell} is too large; up to 1e12 can be scaled.`);
  return value;
}

function readSet(cell: string, column: number, line: number): Row['set'] {
  const set = cell.toLowerCase();
  if (set === '') return null;
  if (set === 'train' || set === 'test') return set;
  throw new DatasetError(`Line ${line}, column ${column}: “${cell.slice(0, 24)}” is neither train nor test.`);
}

/** Of numbers that are no classes: too many, or not whole. Null: classes. Throws for one among them that is none. */
function valuesOf(rows: readonly Row[]): readonly number[] | null {
  const isNumber = ({ target }: Row) => decimal.test(target) || decimalComma.test(target);
  if (!rows.some(isNumber) || !rows.every((row) => isNumber(row) || noNumber.test(row.target))) return null;
  const isClass = ({ target }: Row) => Number.isInteger(Number(target));
  const distinct = new Set(rows.map(({ target }) => Number(target))).size;
  if (rows.every(isClass) && distinct <= shapeLimits.classes[1]) return null;
  const values = rows.map(({ target, targetColumn, line }) => readNumber(target, targetColumn, line));
  if (distinct === 1)
    throw new DatasetError(
      `All points have the value ${values[0]}; values that differ are wanted, or at least ${shapeLimits.classes[0]} classes.`,
    );
  return values;
}

/** What the class of each point is called: numbers that are the same are one class, however they are written. */
function namesOf(rows: readonly Row[]): readonly string[] {
  const areNumbers = rows.every(({ target }) => decimal.test(target));
  return rows.map(({ target }) => (areNumbers ? String(Number(target)) : target));
}

/** Numbers by size, words by their letters. */
function classNames(rows: readonly Row[], classes: readonly string[]): readonly string[] {
  const [least, most] = shapeLimits.classes;
  const names = new Set<string>();
  for (const [row, name] of classes.entries()) {
    names.add(name);
    if (names.size > most)
      throw new DatasetError(
        `Line ${rows[row].line}: “${name}” would be class number ${names.size}; there can be up to ${most}, or values, all of them numbers.`,
      );
  }
  if (names.size < least)
    throw new DatasetError(
      `All points are of class “${rows[0].target}”; at least ${least} classes are wanted, or values that differ.`,
    );
  const isNumber = [...names].every((name) => decimal.test(name));
  return [...names].sort((a, b) => (isNumber ? Number(a) - Number(b) : a < b ? -1 : 1));
}

/** Columns that all fit the plane as they are, or each of them scaled to −1 … 1; in thousandths. */
function scaledTogether(...columns: readonly (readonly number[])[]): {
  readonly scalings: readonly Scaling[];
  readonly columns: readonly (readonly number[])[];
} {
  const ranges = columns.map((column) => {
    let [least, most] = [column[0], column[0]];
    for (const value of column) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return [least, most] as const;
  });
  const fits = ranges.every(
    ([least, most]) => least >= -planeReach && most <= planeReach && most - least >= leastSpan,
  );
  const rounded = (value: number) => Math.round(1000 * value) / 1000;
  const scaled = (value: number, [least, most]: readonly [number, number]) =>
    most === least ? 0 : (2 * (value - least)) / (most - least) - 1;
  return {
    scalings: fits ? ranges.map(() => null) : ranges,
    columns: columns.map((column, index) =>
      column.map((value) => rounded(fits ? value : scaled(value, ranges[index]))),
    ),
  };
}
