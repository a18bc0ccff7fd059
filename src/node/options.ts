/** How what is typed behind a command is read. Every error is one sentence for whoever typed it. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The options that were given, and all else in its order; `usage` follows the error for one that is not known. */
export function parseOptions<const O extends Options>(args: string[], options: O, usage: string) {
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

export const listed = (names: Record<string, unknown>) => Object.keys(names).join(', ');

/** What `text` is the name of, whatever the case of its letters. */
export function choice<T>(option: string, text: string, choices: Readonly<Record<string, T>>): T {
  const found = Object.keys(choices).find((name) => name.toLowerCase() === text.toLowerCase());
  if (found === undefined) throw new Error(`--${option} takes one of ${listed(choices)}; "${text}" is none.`);
  return choices[found];
}

/** `zeroToOne` as it is typed: `zero-to-one`. */
export const typed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Choices that are typed like the rest of a command. */
export function typedChoices<T extends string>(names: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(names.map((name) => [typed(name), name]));
}

export function wholeNumber(
  name: string,
  text: string | undefined,
  from: number,
  to: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isInteger(value) || value < from || value > to)
    throw new Error(`--${name} takes a whole number from ${from} to ${to}; "${text}" is none.`);
  return value;
}

/** At most a million, as a file's card takes it. */
export function decimal(
  name: string,
  text: string | undefined,
  bound: { above: number } | { least: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const isEnough = 'above' in bound ? value > bound.above : value >= bound.least;
  if (!isEnough || !(value <= 1e6)) {
    const wanted = 'above' in bound ? `above ${bound.above} and` : `from ${bound.least},`;
    throw new Error(`--${name} takes a number ${wanted} at most 1000000; "${text}" is none.`);
  }
  return value;
}
