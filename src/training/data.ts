/** The rows that a run learns from and is measured on, and how to wait for them. */
import type { Dataset } from '../datasets/dataset';
import { xorByDivisibility, xorTable } from '../datasets/gate';
import { mnistRows } from '../datasets/mnistRows';
import { createRandom } from '../engine/random';
import type { DataSpec, RunSpec } from './trainer';

export type RunData = {
  /** Rows to learn from; `train.ready` of them, a prefix, are there already. */
  readonly train: Dataset;
  readonly test: Dataset;
  /** Rows that arrive together: the first epoch takes them in this order. */
  readonly shardRows: number;
  /** Resolves when the first `rows` are there; starts loading if need be. Rejects with what went wrong. */
  untilTrainRows(rows: number): Promise<void>;
  untilTestRows(): Promise<void>;
};

/** Opens MNIST; may be called again, also after it rejected. Where the bytes come from differs by place. */
export type OpenDigits = () => Promise<RunData>;

export async function openData(spec: RunSpec, openDigits: OpenDigits): Promise<RunData> {
  if (spec.data.type === 'digits') return openDigits();
  const test = xorTable();
  if (spec.data.sampler === 'table') return completeData(test, test);
  // A stream of its own: the weights begin with the first numbers of the seed's.
  const random = createRandom(createRandom(spec.seed).uint32());
  const train = xorByDivisibility(random, spec.data.samples);
  return completeData(train, test);
}

/** Rows of one pass, known before any is loaded. */
export function trainRows(data: DataSpec): number {
  if (data.type === 'digits') return mnistRows.train;
  return data.sampler === 'table' ? xorTable().rows : data.samples;
}

/** Data of which every row is there from the start. */
export function completeData(train: Dataset, test: Dataset, shardRows = train.rows): RunData {
  return {
    train,
    test,
    shardRows,
    untilTrainRows: () => Promise.resolve(),
    untilTestRows: () => Promise.resolve(),
  };
}
