/**
 * Python's pickle, the machine: a stack, a memo, and 51 operations that build plain values. Names come from an
 * allow-list and stand only for themselves, so nothing is ever run; and whatever is built takes no more room than
 * the file does, since values are referred to, never copied.
 * Source: Python's pickletools.py and pickle.py (`_Unpickler`).
 */

import { FormatError, type FormatErrorCode, quote } from '../weights';
import { callGlobal, isType, setState } from './pickleNumpy';
import type { PickleOperation } from './pickleOpcodes';
import { globalText, type ScannedOperation, scanOperation } from './pickleScan';
import { parseFloatLine, parseIntLine, parseLong, parseStringLine } from './pickleText';
import {
  type GlobalName,
  globalNames,
  type PickleGlobal,
  type PickleText,
  type PickleValue,
  shortText,
} from './pickleValues';

/** A list of 1000 arrays takes about 45,000 steps. */
const MAX_STEPS = 60_000;
const MAX_STACK = 20_000;
const MAX_MEMO = 50_000;

/** By module and name, in NumPy 1's spelling and in NumPy 2's. */
const allowed: ReadonlyMap<string, GlobalName> = new Map(
  globalNames.flatMap((full): [string, GlobalName][] => {
    const dot = full.lastIndexOf('.');
    const key = `${full.slice(0, dot)} ${full.slice(dot + 1)}`;
    return [
      [key, full],
      [key.replace('numpy.core.', 'numpy._core.'), full],
    ];
  }),
);

type State = {
  readonly stack: PickleValue[];
  /** How high the stack was at each MARK that is still open. */
  readonly marks: number[];
  readonly memo: Map<number, PickleValue>;
  readonly fileBytes: number;
  /** Bytes that were made anew from texts; together no more than the file has. */
  madeBytes: number;
};

/** The one value that the pickle holds. Throws a FormatError, and nothing else, for whatever is wrong. */
export function runPickle(file: Uint8Array): PickleValue {
  const state: State = { stack: [], marks: [], memo: new Map(), fileBytes: file.length, madeBytes: 0 };
  let at = 0;
  for (let step = 0; step < MAX_STEPS; step++) {
    const operation = scanOperation(file, at);
    at = operation.end;
    if (operation.name === 'FRAME' && at + operation.number > file.length)
      throw fail(
        'truncated',
        operation,
        `announces ${operation.number} bytes, but ${file.length - at} follow`,
      );
    if (operation.name === 'STOP') return result(state, operation, file);
    carryOut[operation.name](state, operation);
    if (state.stack.length + state.marks.length > MAX_STACK || state.memo.size > MAX_MEMO)
      throw fail('unsafe', operation, 'piles up more values than lists of arrays need');
  }
  throw new FormatError(
    'unsafe',
    `The pickle has more than ${MAX_STEPS} operations, far more than lists of arrays need.`,
    {
      offset: at,
    },
  );
}

function result({ stack, marks }: State, operation: ScannedOperation, file: Uint8Array): PickleValue {
  if (stack.length !== 1 || marks.length > 0)
    throw fail('damaged', operation, `leaves ${stack.length} values where one is expected`);
  if (operation.end !== file.length)
    throw fail(
      'damaged',
      operation,
      `is followed by ${file.length - operation.end} more bytes. Put all arrays into one list and dump that once`,
    );
  return stack[0];
}

type CarryOut = (state: State, operation: ScannedOperation) => void;

const nothing: CarryOut = () => {};
const push =
  (value: (operation: ScannedOperation) => PickleValue): CarryOut =>
  ({ stack }, operation) =>
    void stack.push(value(operation));
const text = (encoding: PickleText['encoding']): CarryOut =>
  push(({ bytes }) => ({ type: 'text', bytes, encoding }));
const tupleOf =
  (length: number): CarryOut =>
  (state, operation) => {
    const from = state.stack.length - length;
    if (from < (state.marks.at(-1) ?? 0)) throw fail('damaged', operation, 'finds too few values to work on');
    state.stack.push({ type: 'tuple', items: state.stack.splice(from) });
  };
const put =
  (key: (state: State, operation: ScannedOperation) => number): CarryOut =>
  (state, operation) => {
    state.memo.set(key(state, operation), top(state, operation));
  };
const get =
  (key: (operation: ScannedOperation) => number): CarryOut =>
  ({ stack, memo }, operation) => {
    const value = memo.get(key(operation));
    if (value === undefined)
      throw fail('damaged', operation, `asks for value ${key(operation)}, which was not kept`);
    stack.push(value);
  };
const number = (operation: ScannedOperation) => operation.number;
const lineNumber = (operation: ScannedOperation) => {
  const key = parseIntLine(operation);
  if (typeof key !== 'number' || key < 0) throw fail('damaged', operation, 'has no number');
  return key;
};

const carryOut: Readonly<Record<Exclude<PickleOperation, 'STOP'>, CarryOut>> = {
  PROTO: (_, operation) => {
    if (operation.offset !== 0) throw fail('damaged', operation, 'stands where no new pickle can begin');
    if (operation.number < 2 || operation.number > 5)
      throw fail('unsupported', operation, `says protocol ${operation.number}; 0 to 5 are read`);
  },
  // Only how the file is cut into pieces for reading; its length was checked.
  FRAME: nothing,
  MARK: ({ stack, marks }) => void marks.push(stack.length),
  NONE: push(() => null),
  NEWTRUE: push(() => true),
  NEWFALSE: push(() => false),
  INT: push(parseIntLine),
  LONG: push(parseIntLine),
  FLOAT: push(parseFloatLine),
  BININT: push(number),
  BININT1: push(number),
  BININT2: push(number),
  LONG1: push(parseLong),
  LONG4: push(parseLong),
  BINFLOAT: push(number),
  STRING: push((operation) => ({ type: 'text', bytes: parseStringLine(operation), encoding: 'latin1' })),
  BINSTRING: text('latin1'),
  SHORT_BINSTRING: text('latin1'),
  UNICODE: text('rawUnicodeEscape'),
  BINUNICODE: text('utf8'),
  SHORT_BINUNICODE: text('utf8'),
  BINUNICODE8: text('utf8'),
  BINBYTES: push(({ bytes }) => bytes),
  SHORT_BINBYTES: push(({ bytes }) => bytes),
  BINBYTES8: push(({ bytes }) => bytes),
  BYTEARRAY8: push(({ bytes }) => bytes),
  EMPTY_LIST: push(() => ({ type: 'list', items: [] })),
  LIST: (state, operation) => {
    const items = popMarked(state, operation);
    state.stack.push({ type: 'list', items });
  },
  APPEND: (state, operation) => {
    const item = pop(state, operation);
    append(state, operation, [item]);
  },
  APPENDS: (state, operation) => append(state, operation, popMarked(state, operation)),
  EMPTY_TUPLE: tupleOf(0),
  TUPLE: (state, operation) => {
    const items = popMarked(state, operation);
    state.stack.push({ type: 'tuple', items });
  },
  TUPLE1: tupleOf(1),
  TUPLE2: tupleOf(2),
  TUPLE3: tupleOf(3),
  EMPTY_DICT: push(() => ({ type: 'dict', entries: new Map() })),
  DICT: (state, operation) => {
    const items = popMarked(state, operation);
    state.stack.push({ type: 'dict', entries: new Map() });
    setItems(state, operation, items);
  },
  SETITEM: (state, operation) => {
    const value = pop(state, operation);
    const key = pop(state, operation);
    setItems(state, operation, [key, value]);
  },
  SETITEMS: (state, operation) => setItems(state, operation, popMarked(state, operation)),
  PUT: put((_, operation) => lineNumber(operation)),
  BINPUT: put((_, operation) => operation.number),
  LONG_BINPUT: put((_, operation) => operation.number),
  MEMOIZE: put(({ memo }) => memo.size),
  GET: get(lineNumber),
  BINGET: get(number),
  LONG_BINGET: get(number),
  GLOBAL: ({ stack }, operation) => void stack.push(findGlobal(...globalText(operation.bytes), operation)),
  STACK_GLOBAL: (state, operation) => {
    const name = pop(state, operation);
    const module = pop(state, operation);
    if (!isType(name, 'text') || !isType(module, 'text'))
      throw fail('unsafe', operation, 'asks for something whose name is no text');
    const { offset } = operation;
    state.stack.push(findGlobal(shortText(module, offset), shortText(name, offset), operation));
  },
  REDUCE: (state, operation) => {
    const args = pop(state, operation);
    const callable = pop(state, operation);
    if (!isType(callable, 'global') || !isType(args, 'tuple'))
      throw fail('unsafe', operation, 'calls something that is none of NumPy’s six names');
    const value = callGlobal(callable, args.items, operation.offset);
    if (value instanceof Uint8Array) state.madeBytes += value.length;
    if (state.madeBytes > state.fileBytes)
      throw fail('unsafe', operation, 'would come to more bytes than the file has');
    state.stack.push(value);
  },
  BUILD: (state, operation) => {
    const itsState = pop(state, operation);
    const target = top(state, operation);
    if (!isType(target, 'array') && !isType(target, 'dtype'))
      throw fail('unsafe', operation, 'sets the state of something that is neither an array nor its type');
    setState(target, itsState, operation.offset);
  },
};

function findGlobal(module: string, name: string, { name: field, offset }: ScannedOperation): PickleGlobal {
  const found = allowed.get(`${module} ${name}`);
  if (found) return { type: 'global', name: found };
  const full = quote(`${module}.${name}`);
  throw new FormatError(
    'unsafe',
    `The pickle asks for ${full} at byte ${offset} (${field}), which is no part of an array and could run programs; nothing was run. Save the arrays alone.`,
    { offset, field: full.slice(1, -1) },
  );
}

function append(state: State, operation: ScannedOperation, items: readonly PickleValue[]): void {
  const list = top(state, operation);
  if (!isType(list, 'list')) throw fail('unsafe', operation, 'adds to something that is no list');
  for (const item of items) list.items.push(item);
}

function setItems(state: State, operation: ScannedOperation, items: readonly PickleValue[]): void {
  const dict = top(state, operation);
  if (!isType(dict, 'dict')) throw fail('unsafe', operation, 'sets items of something that is no dictionary');
  if (items.length % 2 !== 0) throw fail('damaged', operation, 'has a key without a value');
  for (let at = 0; at < items.length; at += 2) {
    const key = items[at];
    if (!isType(key, 'text'))
      throw fail('unsupported', operation, 'has a key that is no text; names are expected');
    const name = shortText(key, operation.offset);
    if (dict.entries.has(name)) throw fail('damaged', operation, `sets ${quote(name)} twice`);
    dict.entries.set(name, items[at + 1]);
  }
}

function top({ stack, marks }: State, operation: ScannedOperation): PickleValue {
  if (stack.length <= (marks.at(-1) ?? 0)) throw fail('damaged', operation, 'finds no value to work on');
  return stack[stack.length - 1];
}

function pop(state: State, operation: ScannedOperation): PickleValue {
  const value = top(state, operation);
  state.stack.pop();
  return value;
}

function popMarked({ stack, marks }: State, operation: ScannedOperation): PickleValue[] {
  const from = marks.pop();
  if (from === undefined) throw fail('damaged', operation, 'finds no MARK before it');
  return stack.splice(from);
}

function fail(code: FormatErrorCode, { name, offset }: ScannedOperation, what: string): FormatError {
  return new FormatError(code, `The pickle cannot be read: ${name} at byte ${offset} ${what}.`, {
    offset,
    field: name,
  });
}
