/** Pickles made to do harm: each is refused at its place, at once, and with no memory to speak of. */
import { describe, expect, test } from 'vitest';
import { readWeightsFile } from '../../../src/formats/formats';
import { readPickle } from '../../../src/formats/pickle/pickle';
import { quote } from '../../../src/formats/weights';
import { bufferArray, globalLines, pickle, stackGlobal, unicode, zeros } from './buildPickle';
import { costOf } from './refusalCost';
import { formatErrorOf } from './sampleWeights';

/** One array, [1, 1]: the harmless list that the hostile ones hide in. */
const one = bufferArray('K\x01K\x01\x86', zeros(8));

test('the list that hostile operations are put into is read without them', () => {
  const { tensors } = readPickle(pickle('\x80\x02](', one, one, 'e.'));
  expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
    ['1', [1, 1]],
    ['2', [1, 1]],
  ]);
});

describe('the 17 operations that arrays never need are refused by name and byte', () => {
  test.each([
    ['INST', '(ios\nsystem\n'],
    ['OBJ', pickle('(', globalLines('numpy', 'ndarray'), 'o')],
    ['NEWOBJ', pickle(globalLines('numpy', 'ndarray'), ')\x81')],
    ['NEWOBJ_EX', pickle(globalLines('numpy', 'ndarray'), ')}\x92')],
    ['EXT1', '\x82\x01'],
    ['EXT2', '\x83\x01\x00'],
    ['EXT4', '\x84\x01\x00\x00\x00'],
    ['PERSID', 'Pevil\n'],
    ['BINPERSID', 'NQ'],
    ['NEXT_BUFFER', '\x97'],
    ['READONLY_BUFFER', 'N\x98'],
    ['DUP', 'N2'],
    ['POP', 'N0'],
    ['POP_MARK', '(1'],
    ['EMPTY_SET', '\x8f'],
    ['ADDITEMS', '](\x90'],
    ['FROZENSET', '(\x91'],
  ])('%s', (name, operations) => {
    const start = pickle('\x80\x05](', one);
    const file = pickle(start, operations, 'e.');
    const error = formatErrorOf(() => readWeightsFile(file));
    expect(error).toMatchObject({ code: 'unsafe', place: { field: name } });
    expect(error.message).toContain(name);
    const { offset = 0 } = error.place;
    expect(offset).toBeGreaterThanOrEqual(start.length);
    expect(offset).toBeLessThan(file.length - 2);
  });
});

/** What has been used, or could be, to run programs: modules, names, and looks-like-the-allowed ones. */
const dangerous: readonly [module: string, name: string][] = [
  ['os', 'system'],
  ['os', 'popen'],
  ['os', 'execv'],
  ['os', 'spawnl'],
  ['posix', 'system'],
  ['nt', 'system'],
  ['subprocess', 'Popen'],
  ['subprocess', 'check_output'],
  ['subprocess', 'run'],
  ['commands', 'getoutput'],
  ['builtins', 'eval'],
  ['builtins', 'exec'],
  ['builtins', 'compile'],
  ['builtins', 'getattr'],
  ['builtins', 'open'],
  ['builtins', '__import__'],
  ['builtins', 'apply'],
  ['builtins', 'bytes'],
  ['__builtin__', 'eval'],
  ['__builtin__', 'execfile'],
  ['runpy', '_run_code'],
  ['runpy', 'run_path'],
  ['importlib', 'import_module'],
  ['imp', 'load_source'],
  ['pip', 'main'],
  ['pip._internal', 'main'],
  ['torch', 'load'],
  ['torch.storage', '_load_from_bytes'],
  ['shutil', 'rmtree'],
  ['operator', 'attrgetter'],
  ['operator', 'methodcaller'],
  ['functools', 'partial'],
  ['types', 'FunctionType'],
  ['types', 'CodeType'],
  ['marshal', 'loads'],
  ['pickle', 'loads'],
  ['_pickle', 'Unpickler'],
  ['copyreg', '_reconstructor'],
  ['copyreg', 'add_extension'],
  ['copy_reg', '__newobj__'],
  ['pty', 'spawn'],
  ['webbrowser', 'open'],
  ['socket', 'create_connection'],
  ['urllib.request', 'urlopen'],
  ['ctypes', 'CDLL'],
  ['code', 'InteractiveInterpreter'],
  ['timeit', 'timeit'],
  ['cProfile', 'run'],
  ['bdb', 'Bdb'],
  ['asyncio', 'create_subprocess_shell'],
  ['multiprocessing', 'Process'],
  ['tempfile', 'mktemp'],
  ['numpy', 'load'],
  ['numpy', 'fromfile'],
  ['numpy.testing._private.utils', 'runstring'],
  ['numpy.f2py.crackfortran', 'getlincoef'],
  ['numpy.core.multiarray', 'fromfile'],
  ['numpy.core.multiarray', '_reconstruct.__globals__'],
  ['numpy.core.multiarray', '_reconstruct.__class__.__base__'],
  ['numpy', 'ndarray.__class__'],
  ['numpy', 'core.multiarray._reconstruct'],
  ['numpy.core', 'multiarray._reconstruct'],
  ['numpy._core', 'multiarray.scalar'],
  ['_codecs', 'decode'],
  ['_codecs', 'lookup'],
  ['codecs', 'encode'],
  // Letters of other alphabets, spaces, marks that are not seen, other cases.
  ['numpy', 'dtyp\u0435'],
  ['nump\u0443', 'ndarray'],
  ['\ufeffnumpy', 'dtype'],
  ['numpy', 'dtype\u200b'],
  ['numpy ', 'dtype'],
  ['numpy', 'dtype '],
  ['NumPy', 'dtype'],
  ['numpy.core.multiarray _reconstruct', ''],
  ['', 'numpy.dtype'],
  ['__main__', '__proto__'],
  ['constructor', 'prototype'],
  ['toString', 'constructor'],
];

/** Ways on which a name can be reached and what is there be called. */
const ways: readonly [way: string, make: (module: string, name: string) => Uint8Array][] = [
  [
    'GLOBAL and REDUCE',
    (module, name) => pickle('\x80\x02', globalLines(module, name), '(', unicode('id'), 'tR.'),
  ],
  [
    'GLOBAL in a list of arrays',
    (module, name) => pickle('\x80\x02](', one, globalLines(module, name), '(tRe.'),
  ],
  ['STACK_GLOBAL', (module, name) => pickle('\x80\x04](', one, stackGlobal(module, name), ')Re.')],
  [
    'STACK_GLOBAL with both texts from the memo',
    (module, name) =>
      pickle('\x80\x04](', unicode(name), '\x94', unicode(module), '\x94', 'h\x01h\x00\x93)Re.'),
  ],
  [
    'STACK_GLOBAL with texts of the oldest kinds',
    (module, name) => pickle('(l', 'V', escaped(module), '\nV', escaped(name), '\n\x93)Ra.'),
  ],
  ['a file that ends after the name', (module, name) => pickle('\x80\x02', globalLines(module, name))],
  [
    'a file that ends after the call',
    (module, name) => pickle('\x80\x02](', globalLines(module, name), '(tR'),
  ],
  [
    'as what BUILD works on',
    (module, name) => pickle('\x80\x02](', globalLines(module, name), '}', unicode('__setstate__'), 'Nsbe.'),
  ],
  [
    'as the state of an array',
    (module, name) =>
      pickle(
        '\x80\x02](',
        globalLines('numpy.core.multiarray', '_reconstruct'),
        globalLines('numpy', 'ndarray'),
        'K\x00\x85U\x01b\x87R',
        globalLines(module, name),
        'be.',
      ),
  ],
  [
    'as the type of _reconstruct',
    (module, name) =>
      pickle(
        '\x80\x02](',
        globalLines('numpy.core.multiarray', '_reconstruct'),
        globalLines(module, name),
        'K\x00\x85U\x01b\x87Re.',
      ),
  ],
  [
    'as a value of a dictionary',
    (module, name) => pickle('\x80\x02}(', unicode('__reduce__'), globalLines(module, name), 'u.'),
  ],
];

/** Raw-unicode-escape, as UNICODE has it. */
function escaped(text: string): string {
  return Array.from(text, (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join(
    '',
  );
}

describe.each(ways)('%s', (_, make) => {
  test.each(dangerous)('%s.%s is refused, named, and within 100 ms', (module, name) => {
    const file = make(module, name);
    const error = formatErrorOf(() => readPickle(file));
    expect(error.code).toBe('unsafe');
    expect(error.message).toContain(quote(`${module}.${name}`));
    expect(error.place.offset).toBeGreaterThan(0);
    expect(costOf(file).milliseconds).toBeLessThan(100);
  });
});

describe('INST names what it asks for', () => {
  test.each(dangerous)('%s.%s', (module, name) => {
    const lines = globalLines(module, name).subarray(1);
    const error = formatErrorOf(() => readPickle(pickle('\x80\x02](', one, '(i', lines, 'e.')));
    expect(error).toMatchObject({ code: 'unsafe', place: { field: 'INST' } });
    expect(error.message).toContain(quote(`${module}.${name}`));
  });
});

test('no prototype was changed by any of them', () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Object.keys(Array.prototype)).toEqual([]);
});
