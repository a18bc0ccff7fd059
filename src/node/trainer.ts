/** A Trainer for Node: the same engine and kernels as in the browser's worker, MNIST from the installed package. */
import { readMnistFiles } from '../../scripts/mnistShards.mjs';
import type { Dataset } from '../datasets/dataset';
import { digitRowsFromIdx } from '../datasets/digitRows';
import { mnistRows } from '../datasets/mnistRows';
import { kernelBuilds } from '../kernels/bytes';
import { openKernels } from '../kernels/openKernels';
import { referenceKernels } from '../kernels/reference';
import { completeData, type OpenDigits, openData, type RunData } from '../training/data';
import { createLocalTrainer } from '../training/localTrainer';
import type { RunSpec, Trainer, TrainerListener } from '../training/trainer';
import { createNodeScheduler } from './scheduler';

/** All 60,000 + 10,000 digits, in the shards of the site, so that a run has the same bits in both places. */
let installedDigits: RunData | null = null;
const openInstalledDigits: OpenDigits = async () => {
  installedDigits ??= readInstalledDigits();
  return installedDigits;
};

function readInstalledDigits(): RunData {
  const files = readMnistFiles();
  return completeData(
    digitRowsFromIdx(files.trainImages, files.trainLabels),
    digitRowsFromIdx(files.testImages, files.testLabels),
    mnistRows.shard,
  );
}

/** What the trainer measures such a run on. */
export async function openTestRows(spec: RunSpec): Promise<Dataset> {
  return (await openData(spec, openInstalledDigits)).test;
}

export function createNodeTrainer(listener: TrainerListener = {}): Trainer {
  return createLocalTrainer({
    createKernels: (floats, arithmetic) => openKernels(kernelBuilds, floats, arithmetic),
    createExactKernels: () => referenceKernels('float64'),
    scheduler: createNodeScheduler(),
    openDigits: openInstalledDigits,
    listener,
  });
}
