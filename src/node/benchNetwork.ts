/** A network measured on the rows of `npm run bench:digits`. */
import { type Doubt, measureDoubt } from './benchNotSure';
import type { BenchRow } from './benchRows';
import {
  type Answers,
  type Difference,
  differenceOf,
  type Figures,
  figuresOf,
  readOnPage,
  readRows,
} from './digitReading';
import { speakingOf } from './files';
import { findMisses, type Miss } from './misses';
import type { Pointer, Site } from './sitePad';
import { createNodeTrainer } from './trainer';

export type Network = { readonly name: string; readonly file: string; readonly bytes: Uint8Array };

export type Result = Figures & {
  readonly measured: string;
  readonly rows: number;
  /** Of what the page says to what Node says; null where Node says it. */
  readonly difference: Difference | null;
};

export type Measured = {
  readonly network: Network;
  /** In the order of the rows; after a row that was drawn on the page, too, what the page said. */
  readonly results: readonly Result[];
  /** Of the digits as they were given, and of what is drawn by rules. */
  readonly doubts: readonly Doubt[];
  /** Of the digits as they were given, the surest first. */
  readonly misses: readonly Miss[];
};

const drawnBy: Readonly<Record<Pointer, string>> = {
  mouse: '… the same by mouse on the page',
  finger: "… the same by finger on a phone's page",
};

/** `site`: null draws nothing on the page. Throws an Error of one sentence. */
export async function measureNetwork(
  network: Network,
  rows: readonly BenchRow[],
  site: Site | null,
): Promise<Measured> {
  const trainer = createNodeTrainer();
  await speakingOf(network.file, () => trainer.importWeights(network.bytes, 'digits'));
  const read = [];
  for (const row of rows) read.push({ row, answers: await readRows(trainer, row.data) });
  const doubts = await measureDoubt(
    trainer,
    rows.filter(({ isGiven }) => isGiven),
  );
  trainer.close();
  // Each pointer has a page of its own.
  const results = await Promise.all(
    read.map(async ({ row, answers }) => {
      const inNode = resultOf(row, row.measured, answers, null);
      return site && row.pointer
        ? [inNode, await drawnResult(site, row.pointer, network, row, answers)]
        : [inNode];
    }),
  );
  return {
    network,
    results: results.flat(),
    doubts,
    misses: findMisses(read.filter(({ row }) => row.isGiven)),
  };
}

async function drawnResult(
  site: Site,
  pointer: Pointer,
  network: Network,
  row: BenchRow,
  inNode: Answers,
): Promise<Result> {
  const pad = site.pads[pointer];
  await pad.show(network.bytes);
  const outputs = await readOnPage(pad, row.drawings);
  const difference = differenceOf(outputs, inNode.outputs, row.data.outputs);
  return resultOf(row, drawnBy[pointer], { outputs, targets: inNode.targets }, difference);
}

const resultOf = (
  { data }: BenchRow,
  measured: string,
  answers: Answers,
  difference: Difference | null,
): Result => ({ measured, rows: data.rows, ...figuresOf(answers, data), difference });
