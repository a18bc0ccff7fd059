/** How often networks say that they are not sure: of digits seldom, of what is no digit nearly always. */
import type { Dataset } from '../datasets/dataset';
import { answeredClass, labelAt } from '../engine/metrics';
import { isSure } from '../training/sureness';
import type { Trainer } from '../training/trainer';
import { answerAll } from './answers';
import { heldOutDigits, heldOutScribbles, heldOutSigns } from './heldOutDrawings';
import { textTable } from './textTable';

type Row = { readonly measured: string; readonly data: Dataset };

export type Doubt = {
  readonly measured: string;
  readonly rows: number;
  /** Of digits, how many are read right; null: they are none. */
  readonly accuracy: number | null;
  /** Of digits that are read right, and of what is no digit, of how many the network says that it is not sure. */
  readonly notSure: number;
};

/** Each way and each sign fifty times. */
const drawings: readonly Row[] = [
  { measured: 'digits in other ways', data: heldOutDigits(2050) },
  { measured: 'letters and signs', data: heldOutSigns(1450) },
  { measured: 'scribbles', data: heldOutScribbles(1500) },
];

/** What the network that `trainer` has open says to `digits`, and to what no network was trained on. */
export async function measureDoubt(trainer: Trainer, digits: readonly Row[]): Promise<Doubt[]> {
  const doubts: Doubt[] = [];
  for (const { measured, data } of [...digits, ...drawings]) {
    let labelled = 0;
    let right = 0;
    let doubted = 0;
    await answerAll(trainer, data, (outputs, targets, count) => {
      for (let start = 0; start < count * data.outputs; start += data.outputs) {
        const label = labelAt(targets, start, data.outputs);
        const answered = answeredClass(outputs, start, data.outputs);
        if (label >= 0) labelled++;
        if (label >= 0 && answered === label) right++;
        if ((label < 0 || answered === label) && !isSure(outputs[start + answered])) doubted++;
      }
    });
    const ofDigits = labelled > 0;
    doubts.push({
      measured,
      rows: data.rows,
      accuracy: ofDigits ? right / labelled : null,
      notSure: doubted / (ofDigits ? right : data.rows),
    });
  }
  return doubts;
}

/** A line for each row and a column for each network. */
export function doubtText(
  networks: readonly { readonly name: string; readonly doubts: readonly Doubt[] }[],
): string {
  const percent = (share: number | null) => (share === null ? '' : (100 * share).toFixed(2));
  const lines = [
    ['measured on', ...networks.map(({ name }) => name)],
    ...networks[0].doubts.map(({ measured, rows }, row) => [
      `${measured}, ${rows.toLocaleString('en')}`,
      ...networks.map(
        ({ doubts }) => `${percent(doubts[row].accuracy)}  ${percent(doubts[row].notSure).padStart(6)}`,
      ),
    ]),
  ];
  return [
    'read right, and told as not sure (of what is read right, or no digit), %',
    ...textTable(lines),
  ].join('\n');
}
