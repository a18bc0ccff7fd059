/** Python for tests of what is handed to it: where it is, and with which libraries. PYTHON names another than the usual ones. */
import { execFileSync, spawnSync } from 'node:child_process';
import process from 'node:process';

/**
 * Every python3 that has `library`, with the library's version; none: the tests that need it are left out, which is
 * said.
 */
export function pythonsWith(
  library: string,
): readonly { readonly python: string; readonly version: string }[] {
  const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3'].flatMap((name) => name ?? []);
  const found = candidates.flatMap((python) => {
    const { status, stdout } = spawnSync(
      python,
      ['-c', `import ${library}; print(getattr(${library}, "__version__", ""))`],
      {
        encoding: 'utf8',
      },
    );
    return status === 0 ? [{ python, version: stdout.trim() }] : [];
  });
  if (found.length === 0)
    console.warn(`No python3 with ${library} here: the tests that need it are left out.`);
  // Both names may be of one.
  return found.filter(({ version }, i) => found.findIndex((other) => other.version === version) === i);
}

/** What a script prints; an Error with what it complained of if it fails. */
export function runPython(python: string, args: readonly string[], input = ''): string {
  return execFileSync(python, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1e9,
    // Two processes on two cores: with more threads each they wait for each other.
    env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' },
  });
}
