import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DatasetError } from '../../../src/datasets/dataset';
import { readPointsTable, writePointsTable } from '../../../src/datasets/pointsTable';
import { shapePoints } from '../../../src/datasets/shapes2d';

const read = (text: string) => readPointsTable(text, 0.5);
/** Four points of two classes, whatever they are written like. */
const four = { names: ['a', 'b'], points: [-1, -1, 0, -1, 1, 1, 1, -1, 1, 1, 1, 0] };

/** In the order of the table, train and test together. */
function pointsOf(text: string) {
  const { names, train, test: rest } = readPointsTable(text.replace(/$/gm, ''), 0.9);
  return { names, points: [...train, ...rest] };
}

describe('the same four points, written in other ways', () => {
  const lines = ['-1,-1,a', '-1,1,b', '1,-1,b', '1,1,a'];
  const sorted = (points: readonly number[]) =>
    Array.from({ length: points.length / 3 }, (_, row) =>
      points.slice(3 * row, 3 * row + 3).join(' '),
    ).sort();
  test.each([
    ['commas', lines.join('\n')],
    ['semicolons', lines.join('\n').replaceAll(',', ';')],
    ['tabs, as a spreadsheet pastes them', lines.join('\n').replaceAll(',', '\t')],
    ['blanks', lines.join('\n').replaceAll(',', '  ')],
    ['a header', `x,y,class\n${lines.join('\n')}`],
    ['names with digits in the header', `x1,x2,label\n${lines.join('\n')}`],
    ['a byte order mark, Windows lines, empty lines at the end', `\ufeff${lines.join('\r\n')}\r\n\r\n`],
    ['old Mac lines and blanks around cells', lines.join('\r').replaceAll(',', ' , ')],
    ['quotation marks', lines.map((line) => line.replace(/[ab]$/, '"$&"')).join('\n')],
    ['columns in another order, by their names', 'class,y,X\na,-1,-1\nb,1,-1\nb,-1,1\na,1,1'],
    ['inputs called x1 and x2, and a target called y', `x1,x2,y\n${lines.join('\n')}`],
    ['minus signs as the page writes them', lines.join('\n').replaceAll('-', '−')],
    ['exponents and signs', '-1e0,-1.0,a\n-10e-1,+1,b\n1.,-1,b\n+1.00,1,a'],
  ])('%s', (_, text) => {
    const { names, points } = pointsOf(text);
    expect(names).toEqual(four.names);
    expect(sorted(points)).toEqual(sorted(four.points));
  });
});

test('numbers are classes where there are up to five whole ones, by size; else values', () => {
  const withThird = (...third: string[]) =>
    third.map((cell, row) => `${row / 4 - 0.5},0.5,${cell}`).join('\n');
  expect(read(withThird('10', '9', '10', '2')).names).toEqual(['2', '9', '10']);
  expect(read(withThird('0', '1', '2', '3', '4', '5')).names).toEqual([]);
  expect(read(withThird('0', '0.5', '1', '1')).names).toEqual([]);
  expect(read(withThird('b', '1', 'a', 'b')).names).toEqual(['1', 'a', 'b']);
  expect(read(withThird('1', '1.0', '01', '2')).names).toEqual(['1', '2']);
  expect(read(withThird('0', '-0', '1', '+1')).names).toEqual(['0', '1']);
});

test('what does not fit the plane is scaled to −1 … 1, each column by itself, and it is said', () => {
  const { train, test: rest, scaling } = readPointsTable('0,100,a,train\n10,300,b,train\n5,150,a,test', 0.5);
  expect(train).toEqual([-1, -1, 0, 1, 1, 1]);
  expect(rest).toEqual([0, -0.5, 0]);
  expect(scaling).toEqual({ x: [0, 10], y: [100, 300], value: null });
});

test('what fits stays as it is; a column of one number is the middle; what is tiny is made larger', () => {
  expect(read('-1.25,0,a\n1.25,0.5,b').scaling).toEqual({ x: null, y: null, value: null });
  const flat = readPointsTable('7,1,a,train\n7,2,b,train', 0.5);
  expect([flat.train[0], flat.train[3]]).toEqual([0, 0]);
  expect(read('0.001,0,a\n0.002,1,b').scaling.x).toEqual([0.001, 0.002]);
});

test('values are scaled like places', () => {
  const { names, train, scaling } = readPointsTable('0,0,20,train\n1,1,30.5,train\n0.5,1,41,train', 0.5);
  expect([names, scaling.value]).toEqual([[], [20, 41]]);
  expect([train[2], train[5], train[8]]).toEqual([-1, 0, 1]);
});

test('a fourth column says which points are for the test', () => {
  const { train, test: rest } = read('0,0,a,test\n1,1,b,TRAIN\n0.5,1,b,');
  expect(rest.slice(0, 3)).toEqual([0, 0, 0]);
  expect(train).toContain(1);
});

describe('a table that can’t be read is refused in one sentence', () => {
  test.each([
    ['', 'The table is empty'],
    [' \n\r\n ', 'The table is empty'],
    ['x,y,class', 'a line of names, but no points below it'],
    ['0,0,a\n1,1', 'Line 2 has 2 columns; 3 are wanted'],
    ['0,0,a\n\n\n1', 'Line 4 has 1 column; 3 are wanted'],
    ['0,0,a,train,b', 'Line 1 has 5 columns; 3 are wanted'],
    ['0,5,1,5,a', 'If its commas are decimal ones, write points.'],
    ['0;0;a\n1,5;1;b', 'Line 2, column 1: 1,5 has a decimal comma; write 1.5.'],
    ['0;0;1,5\n1;1;2,5', 'Line 1, column 3: 1,5 has a decimal comma; write 1.5.'],
    ['0;0;a\n1,000;1;b', 'Line 2, column 1: 1,000 has a comma; write 1.000 or 1000, whichever is meant.'],
    ['0,0,1.5\n0,1,2\n1,1,NaN', 'Line 3, column 3: “NaN” is not a number.'],
    ['0,0,0\n0,1,1\n1,1,n/a', 'Line 3, column 3: “n/a” is not a number.'],
    ['NaN,NaN,a\n0,1,b', 'Line 1, column 1: “NaN” is not a number.'],
    ['0,0,1.5\n1,1,1.5', 'All points have the value 1.5; values that differ are wanted'],
    ['label,x,y\n0,1,2\n1,one,2', 'Line 3, column 2: “one” is not a number.'],
    ['label,x,y\n,1,2', 'Line 2: the class or value in column 1 is missing.'],
    ['0,0,a\none,1,b', 'Line 2, column 1: “one” is not a number.'],
    ['0,0,a\n1,,b', 'Line 2, column 2: a number is missing.'],
    ['0,0,a\n1,1,', 'Line 2: the class or value in column 3 is missing.'],
    ['0,0,a\n1,NaN,b', 'Line 2, column 2: “NaN” is not a number.'],
    ['0,0,a\n1,Infinity,b', 'Line 2, column 2: “Infinity” is not a number.'],
    ['0,0,a\n1,1e13,b', 'Line 2, column 2: 1e13 is too large'],
    ['0,0,a\n1,1e999,b', 'Line 2, column 2: 1e999 is too large'],
    ['0,0,a\n1,0x10,b', 'Line 2, column 2: “0x10” is not a number.'],
    ['0,0,a\n1,1,"b', 'Line 2: a quotation mark is opened and not closed.'],
    ['0,0,a\n1,1,a', 'All points are of class “a”'],
    ['0,0,a\n0,0,b\n0,0,c\n0,0,d\n0,0,e\n0,0,f', 'Line 6: “f” would be class number 6; there can be up to 5'],
    [`0,0,a\n0,0,${'b'.repeat(25)}`, 'Line 2: the name of a class has 25 signs'],
    ['0,0,a,train\n1,1,b,maybe', 'Line 2, column 4: “maybe” is neither train nor test.'],
    [`${'0,0,a\n'.repeat(5001)}`, 'The table has 5,001 points; up to 5,000 can be taken.'],
  ])('%j', (text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(DatasetError);
  });

  test('a file of anything is read or refused, and never breaks', () => {
    const cells = fc.constantFrom(
      '0',
      '-1.5',
      '1e3',
      'a',
      '',
      '"',
      '1,5',
      'train',
      ' ',
      '\u0000',
      '9'.repeat(400),
    );
    const texts = fc
      .array(fc.array(cells, { maxLength: 5 }), { maxLength: 8 })
      .chain((rows) =>
        fc.constantFrom(',', ';', '\t', ' ').map((by) => rows.map((row) => row.join(by)).join('\n')),
      );
    fc.assert(
      fc.property(fc.oneof(texts, fc.string()), (text) => {
        try {
          const { train, test: rest } = read(text);
          for (const value of [...train, ...rest]) expect(Number.isFinite(value)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(DatasetError);
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});

test('what is written is read again as it was: classes, values, names with commas and quotation marks', () => {
  const points = shapePoints({
    ...{ pattern: 'spirals', classes: 3, noise: 0.1, samples: 100, trainShare: 0.7, seed: 1 },
  });
  const rounded = (part: readonly number[]) => part.map((value) => Math.round(1000 * value) / 1000);
  const spirals = { train: rounded(points.train), test: rounded(points.test) };
  const names = ['a, b', 'c "d"', 'e;f'];
  expect(read(writePointsTable(spirals, names))).toMatchObject({ names, ...spirals });
  const own = { train: [0, 0, -0.5, 1, -1, 0.25], test: [0.5, 0.75, 1] };
  expect(read(writePointsTable(own, []))).toMatchObject({ names: [], ...own });
});
