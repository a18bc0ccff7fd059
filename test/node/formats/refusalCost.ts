/** What it takes to refuse a file. */
import { readPickle } from '../../../src/formats/pickle/pickle';
import { formatErrorOf } from './sampleWeights';

/** What refusing it takes: time of the processor, of three runs the shortest; of the first the memory. */
export function costOf(file: Uint8Array): { code: string; milliseconds: number; bytes: number } {
  const used = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const { code } = formatErrorOf(() => readPickle(file));
  const bytes = used() - before;
  const runs = Array.from({ length: 3 }, () => {
    const started = process.cpuUsage();
    formatErrorOf(() => readPickle(file));
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return { code, milliseconds: Math.min(...runs), bytes };
}
