/** The rows that a run learns from and is measured on, and how to wait for them. */
import type { Dataset } from '../datasets/dataset';
import { xorByDivisibility, xorTable } from '../datasets/gate';
import { mnistRows } from '../datasets/mnistRows';
import { outputsForClasses, pointsDataset } from '../datasets/points';
import { classCount, shapePoints } from '../datasets/shapes2d';
import { planNetwork } from '../engine/plan';
import { createRandom } from '../engine/random';
import type { DataSpec, RunSpec, ShapesData } from './trainer';

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

/** `outputs`: of the network, by which the classes of points are written as targets. */
export async function openData(
  spec: RunSpec,
  openDigits: OpenDigits,
  outputs = planNetwork(spec.network).outputs,
): Promise<RunData> {
  if (spec.data.type === 'digits') return openDigits();
  if (spec.data.type === 'shapes') return openShapes(spec.data, outputs);
  const test = xorTable();
  if (spec.data.sampler === 'table') return completeData(test, test);
  // A stream of its own: the weights begin with the first numbers of the seed's.
  const random = createRandom(createRandom(spec.seed).uint32());
  const train = xorByDivisibility(random, spec.data.samples);
  return completeData(train, test);
}

/** Where no points are left for the test, those that are learned are measured. Throws an Error for data or outputs that can't be. */
export function openShapes(data: ShapesData, outputs: number): RunData {
  const points = shapePoints(data);
  const train = pointsDataset(points.train, classCount(data), outputs);
  const test = pointsDataset(points.test, classCount(data), outputs);
  return completeData(train, test.rows > 0 ? test : train);
}

/** How many numbers a network for such data may put out. */
export function outputsFor(data: DataSpec): readonly number[] {
  if (data.type === 'shapes') return outputsForClasses(classCount(data));
  return data.type === 'digits' ? [10] : [1];
}

/** Rows of one pass, known before any is loaded. */
export function trainRows(data: DataSpec): number {
  if (data.type === 'digits') return mnistRows.train;
  if (data.type === 'shapes') return shapePoints(data).train.length / 3;
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
