import type { RunState } from '../state';

/** Before its first network a run takes no command; afterwards commands wait for the one before. */
export function takesReset({ status, info }: Pick<RunState, 'status' | 'info'>): boolean {
  return status !== 'opening' || info !== null;
}

/** A run whose worker is gone takes nothing but Reset. */
export function takesTraining(run: Pick<RunState, 'status' | 'info'>): boolean {
  return takesReset(run) && run.status !== 'failed';
}
