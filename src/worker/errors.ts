/** Errors across the thread: as data there and back, with name and code kept. */
import type { ErrorData } from './protocol';

/** An error that happened in the worker; `name` and `code` are those it had there. */
export class WorkerError extends Error {
  readonly code: string | undefined;

  constructor(data: ErrorData) {
    super(data.message);
    this.name = data.name;
    this.code = data.code;
  }
}

export function errorData(thrown: unknown): ErrorData {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown) };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  return { name: thrown.name, message: thrown.message, ...(code === undefined ? {} : { code }) };
}
