/** A python3 for tests that hold our files against other programs; PYTHON names another than the usual ones. */
import { execFileSync, spawnSync } from 'node:child_process';
import process from 'node:process';

/** The first that has all the modules; null: none, and it is said that `what` is left out. */
export function findPython(modules: readonly string[], what: string): string | null {
  const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3'].flatMap((name) => name ?? []);
  const found = candidates.find(
    (command) => spawnSync(command, ['-c', `import ${modules.join(', ')}`]).status === 0,
  );
  if (!found) console.warn(`No python3 with ${modules.join(' and ')} here: ${what} is left out.`);
  return found ?? null;
}

/** What a script prints, read as JSON. Throws an Error with what it said when it failed. */
export function runPython<Result>(python: string, script: string, args: readonly string[]): Result {
  return JSON.parse(execFileSync(python, [script, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 }));
}
