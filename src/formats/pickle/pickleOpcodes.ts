/**
 * Python's pickle, the operations: which byte is which, what follows it in the file, and which are refused.
 * Source: Python's pickletools.py, protocols 0 to 5, 68 operations; 51 of them are carried out here.
 */

/** What follows the byte: nothing, a little-endian number, lines up to a line feed, or a length and as many bytes. */
export type PickleArgument =
  | 'none'
  | 'uint8'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'uint64'
  | 'float64'
  | 'line'
  | 'twoLines'
  | 'bytes8'
  | 'bytes32'
  | 'bytes64';

type Table = Readonly<Record<string, readonly [byte: number, argument: PickleArgument]>>;

const carriedOut = {
  MARK: [0x28, 'none'],
  STOP: [0x2e, 'none'],
  PROTO: [0x80, 'uint8'],
  FRAME: [0x95, 'uint64'],
  NONE: [0x4e, 'none'],
  NEWTRUE: [0x88, 'none'],
  NEWFALSE: [0x89, 'none'],
  INT: [0x49, 'line'],
  LONG: [0x4c, 'line'],
  FLOAT: [0x46, 'line'],
  BININT: [0x4a, 'int32'],
  BININT1: [0x4b, 'uint8'],
  BININT2: [0x4d, 'uint16'],
  LONG1: [0x8a, 'bytes8'],
  LONG4: [0x8b, 'bytes32'],
  BINFLOAT: [0x47, 'float64'],
  STRING: [0x53, 'line'],
  BINSTRING: [0x54, 'bytes32'],
  SHORT_BINSTRING: [0x55, 'bytes8'],
  UNICODE: [0x56, 'line'],
  BINUNICODE: [0x58, 'bytes32'],
  SHORT_BINUNICODE: [0x8c, 'bytes8'],
  BINUNICODE8: [0x8d, 'bytes64'],
  BINBYTES: [0x42, 'bytes32'],
  SHORT_BINBYTES: [0x43, 'bytes8'],
  BINBYTES8: [0x8e, 'bytes64'],
  BYTEARRAY8: [0x96, 'bytes64'],
  EMPTY_LIST: [0x5d, 'none'],
  LIST: [0x6c, 'none'],
  APPEND: [0x61, 'none'],
  APPENDS: [0x65, 'none'],
  EMPTY_TUPLE: [0x29, 'none'],
  TUPLE: [0x74, 'none'],
  TUPLE1: [0x85, 'none'],
  TUPLE2: [0x86, 'none'],
  TUPLE3: [0x87, 'none'],
  EMPTY_DICT: [0x7d, 'none'],
  DICT: [0x64, 'none'],
  SETITEM: [0x73, 'none'],
  SETITEMS: [0x75, 'none'],
  PUT: [0x70, 'line'],
  BINPUT: [0x71, 'uint8'],
  LONG_BINPUT: [0x72, 'uint32'],
  MEMOIZE: [0x94, 'none'],
  GET: [0x67, 'line'],
  BINGET: [0x68, 'uint8'],
  LONG_BINGET: [0x6a, 'uint32'],
  GLOBAL: [0x63, 'twoLines'],
  STACK_GLOBAL: [0x93, 'none'],
  REDUCE: [0x52, 'none'],
  BUILD: [0x62, 'none'],
} as const satisfies Table;

/** What lists of arrays never hold; several of these make objects of any class. */
const refused = {
  INST: [0x69, 'twoLines'],
  OBJ: [0x6f, 'none'],
  NEWOBJ: [0x81, 'none'],
  NEWOBJ_EX: [0x92, 'none'],
  EXT1: [0x82, 'uint8'],
  EXT2: [0x83, 'uint16'],
  EXT4: [0x84, 'int32'],
  PERSID: [0x50, 'line'],
  BINPERSID: [0x51, 'none'],
  NEXT_BUFFER: [0x97, 'none'],
  READONLY_BUFFER: [0x98, 'none'],
  DUP: [0x32, 'none'],
  POP: [0x30, 'none'],
  POP_MARK: [0x31, 'none'],
  EMPTY_SET: [0x8f, 'none'],
  ADDITEMS: [0x90, 'none'],
  FROZENSET: [0x91, 'none'],
} as const satisfies Table;

export type PickleOperation = keyof typeof carriedOut;
export type RefusedOperation = keyof typeof refused;

type Known = { readonly argument: PickleArgument } & (
  | { readonly refused: false; readonly name: PickleOperation }
  | { readonly refused: true; readonly name: RefusedOperation }
);

/** By their byte. */
export const pickleOperations: ReadonlyMap<number, Known> = new Map<number, Known>([
  ...(Object.keys(carriedOut) as PickleOperation[]).map((name): [number, Known] => {
    const [byte, argument] = carriedOut[name];
    return [byte, { name, argument, refused: false }];
  }),
  ...(Object.keys(refused) as RefusedOperation[]).map((name): [number, Known] => {
    const [byte, argument] = refused[name];
    return [byte, { name, argument, refused: true }];
  }),
]);

/** The byte of an operation, for the writer. */
export const operationByte = (name: PickleOperation): number => carriedOut[name][0];
