/** What it takes to refuse a file. */
import { readPickle } from '../../../src/formats/pickle/pickle';
import { formatErrorOf } from './sampleWeights';

/** What refusing it takes: of three runs the shortest, as another program may come between; of the first the memory. */
export function costOf(file: Uint8Array): { code: string; milliseconds: number; bytes: number } {
  const used = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const { code } = formatErrorOf(() => readPickle(file));
  const bytes = used() - before;
  const runs = Array.from({ length: 3 }, () => {
    const started = process.hrtime.bigint();
    formatErrorOf(() => readPickle(file));
    return Number(process.hrtime.bigint() - started) / 1e6;
  });
  return { code, milliseconds: Math.min(...runs), bytes };
}
