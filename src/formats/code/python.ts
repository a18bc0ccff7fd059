/** How Python is put together: by hand it would look the same. */

/** Longest line. */
const width = 110;

/** Definitions at the top level, two blank lines apart, behind the text that says what the file is. */
export function pythonFile(
  about: readonly string[],
  imports: readonly string[],
  blocks: readonly string[],
): string {
  const head = `"""${about.join('\n')}\n"""\n\n${imports.join('\n')}`;
  return [head, ...blocks.map((block) => block.trim())].join('\n\n\n').concat('\n');
}

/** `lines` as the body of something. */
export function indented(lines: readonly string[], depth = 1): string {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(4 * depth) + line)).join('\n');
}

/** The line with its comment behind it, or before it where both together would be too long. */
export function commented(line: string, comment: string, depth = 1): readonly string[] {
  const both = `${line}  # ${comment}`;
  return 4 * depth + both.length <= width ? [both] : [`# ${comment}`, line];
}

/** A call in one line or, where that would be too long, with a line for every argument. */
export function callLines(name: string, args: readonly string[], depth = 1): readonly string[] {
  const line = `${name}(${args.join(', ')})`;
  return 4 * depth + line.length <= width ? [line] : [`${name}(`, ...args.map((arg) => `    ${arg},`), ')'];
}

/** A shape for any number of samples: `[n, 128]`. */
export function batchShape(shape: readonly number[]): string {
  return `[${['n', ...shape].join(', ')}]`;
}

/** Rows as images with the channels first; `permute` is the library's name for a change of axes. */
export function toImages(
  [height, width, channels]: readonly [number, number, number],
  permute: string,
  depth: number,
): readonly string[] {
  const line =
    channels === 1
      ? `x = x.reshape(-1, 1, ${height}, ${width})`
      : `x = x.reshape(-1, ${height}, ${width}, ${channels}).${permute}(0, 3, 1, 2)`;
  return commented(line, `${batchShape([channels, height, width])}: channels first`, depth);
}

/** Both sides of a kernel. */
export function sidesOf(kernel: number | readonly [number, number]): readonly [number, number] {
  return typeof kernel === 'number' ? [kernel, kernel] : kernel;
}

/** As people write `x - value`. */
export function minus(value: number): string {
  return value < 0 ? `x + ${-value}` : `x - ${value}`;
}
