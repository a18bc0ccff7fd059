/** The curves to take home: their numbers as CSV, and what is seen as SVG or PNG. */
import type { CurvePoint } from '../../training/curve';
import type { LayerFigures } from '../../training/trainer';
import { saveFile } from '../files/saveFile';
import type { RunState } from '../state';
import { chartsPicture } from './chartsPicture';

const layerColumns: Readonly<Record<string, (figures: LayerFigures) => number | null>> = {
  gradient_norm: ({ gradientNorm }) => gradientNorm,
  weight_norm: ({ weightNorm }) => weightNorm,
  update_norm: ({ updateNorm }) => updateNorm,
  dead_units: ({ deadUnits }) => deadUnits,
};

const columns: Readonly<Record<string, (point: CurvePoint) => number | null>> = {
  step: ({ step }) => step,
  epoch: ({ epoch }) => epoch,
  train_loss: ({ trainLoss }) => trainLoss,
  train_loss_min: ({ trainLossMin }) => trainLossMin,
  train_loss_max: ({ trainLossMax }) => trainLossMax,
  train_accuracy: ({ trainAccuracy }) => trainAccuracy,
  test_loss: ({ testLoss }) => testLoss,
  test_accuracy: ({ testAccuracy }) => testAccuracy,
  learning_rate: ({ rate }) => rate,
};

/** RFC 4180: a line a point, what is not known left empty, what was changed in the steps up to it as the last column. */
export function curvesCsv({ curve, events, info }: Pick<RunState, 'curve' | 'events' | 'info'>): string {
  const byLayer = (info?.layers ?? []).flatMap(({ title }, i) =>
    Object.entries(layerColumns).map(([name, read]) => ({
      name: `${name} ${title}`,
      read: (point: CurvePoint) => (point.layers?.[i] ? read(point.layers[i]) : null),
    })),
  );
  const all = [...Object.entries(columns).map(([name, read]) => ({ name, read })), ...byLayer];
  const changes = events.filter(({ isChange }) => isChange).reverse();
  const lines = curve.map((point, i) => {
    const before = curve[i - 1]?.step ?? -1;
    const changed = changes.filter(({ step }) => step > before && step <= point.step);
    return [...all.map(({ read }) => read(point)), changed.map(({ text }) => text).join('; ')];
  });
  return [[...all.map(({ name }) => name), 'changed'], ...lines]
    .map((line) => line.map(field).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function field(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function saveCsv(run: RunState, name: string): void {
  saveFile(`${name}.csv`, new TextEncoder().encode(curvesCsv(run)));
}

/** Of the cards inside of `charts`, as they are seen. Rejects where the browser can't draw them. */
export async function savePicture(charts: HTMLElement, name: string, type: 'svg' | 'png'): Promise<void> {
  const { svg, width, height } = chartsPicture(charts);
  const bytes = new TextEncoder().encode(svg);
  saveFile(`${name}.${type}`, type === 'svg' ? bytes : await pngOf(bytes, width, height));
}

/** Pixels for each unit: sharp on a screen of today and in print. */
const pngScale = 3;

async function pngOf(svg: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const url = URL.createObjectURL(new Blob([svg as Uint8Array<ArrayBuffer>], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * pngScale;
    canvas.height = height * pngScale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The canvas gave no PNG.');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}
