/** Files of weights on the disk: what is wrong with a path is said before any work, and what is written is written whole. */
import {
  accessSync,
  constants,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { type FileFormatInfo, fileFormats, formatOfName } from '../training/fileFormats';

/** More than any file of weights that is written here; what is read is held in memory twice. */
const mostBytes = 2 ** 30;

/** `name` is the option or the argument, for messages. Throws an Error of one sentence. */
export function readWhole(name: string, file: string): Uint8Array {
  const found = statOf(name, file);
  if (!found) throw new Error(`${name}: ${file} can't be read: there is no such file.`);
  if (found.isDirectory()) throw new Error(`${name}: ${file} is a folder; name a file in it.`);
  if (!found.isFile()) throw new Error(`${name}: ${file} is a device or a pipe; name an ordinary file.`);
  if (found.size > mostBytes)
    throw new Error(
      `${name}: ${file} has ${(found.size / 2 ** 20).toFixed(0)} MB; files of weights are read up to ${mostBytes / 2 ** 20} MB.`,
    );
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new Error(`${name}: ${file} can't be read: ${messageOf(error)}.`);
  }
}

/** That `writeWhole` will be able to. Throws an Error of one sentence. */
export function checkWritable(name: string, file: string): void {
  const existing = statOf(name, file);
  if (existing?.isDirectory()) throw new Error(`${name}: ${file} is a folder; name a file in it.`);
  if (existing && !existing.isFile())
    throw new Error(`${name}: ${file} is a device or a pipe; name an ordinary file.`);
  const folder = dirname(existing ? realpathSync(file) : resolve(file));
  for (const written of existing ? [file, folder] : [folder]) {
    try {
      accessSync(written, constants.W_OK);
    } catch {
      throw new Error(`${name}: ${written} is not there or can't be written to.`);
    }
  }
}

/** The format that the ending of `file` stands for. Throws an Error that lists the endings. */
export function formatToWrite(name: string, file: string): FileFormatInfo {
  const format = formatOfName(file);
  if (format) return format;
  const endings = either(fileFormats.map(({ ending }) => ending));
  throw new Error(
    `${name}: the ending of ${basename(file)} says no format; let it be ${endings}, for example ${basename(file)}${fileFormats[0].ending}.`,
  );
}

/** As `formatToWrite`, of a format that a run can go on from. */
export function formatToResume(name: string, file: string): FileFormatInfo {
  const format = formatToWrite(name, file);
  if (format.holdsRun) return format;
  const endings = either(fileFormats.filter(({ holdsRun }) => holdsRun).map(({ ending }) => ending));
  throw new Error(
    `${name}: ${format.ending} has no room for the state of a run; let the ending of ${basename(file)} be ${endings}.`,
  );
}

/** As `formatToWrite`, of a format that holds numbers of 16 bits. */
export function formatToHalve(name: string, file: string): FileFormatInfo {
  const format = formatToWrite(name, file);
  if (format.holdsHalves) return format;
  const endings = either(fileFormats.filter(({ holdsHalves }) => holdsHalves).map(({ ending }) => ending));
  throw new Error(
    `${name}: ${format.ending} is written with 32 bits a number; leave --half away, or let the ending of ${basename(file)} be ${endings}.`,
  );
}

/** Whether both are the same file on the disk, under whatever names. */
export function areSame(a: string, b: string): boolean {
  const [first, second] = [a, b].map((file) => statSync(file, { throwIfNoEntry: false }));
  if (!first || !second) return resolve(a) === resolve(b);
  return first.dev === second.dev && first.ino === second.ino;
}

/**
 * Under another name beside it first, so that there is the whole file or the one that was there before, also when the
 * disk is full. Ctrl-C waits until it is done. Throws an Error of one sentence.
 */
export function writeWhole(name: string, file: string, bytes: Uint8Array): void {
  const target = statOf(name, file) ? realpathSync(file) : resolve(file);
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  // With a listener the signal doesn't end the process between the two calls.
  const wait = () => undefined;
  process.on('SIGINT', wait);
  try {
    writeFileSync(beside, bytes);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new Error(`${name}: ${file} can't be written: ${messageOf(error)}.`);
  } finally {
    process.off('SIGINT', wait);
  }
}

/** What `work` does with a file, its errors with the name of the file in front. */
export async function speakingOf<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${file}: ${messageOf(error)}`);
  }
}

function statOf(name: string, file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw new Error(`${name}: ${file} can't be looked at: ${messageOf(error)}.`);
  }
}

/** `a, b or c`. */
export function either(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
