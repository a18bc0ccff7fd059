import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import '../../../src/app/base.css';
import '../../../src/app/components.css';
import '../../../src/app/tokens.css';
import { CurvesPanel } from '../../../src/app/charts/CurvesPanel';
import { chartsPicture } from '../../../src/app/charts/chartsPicture';
import { curvesCsv } from '../../../src/app/charts/saveCurves';
import { PadProvider } from '../../../src/app/digits/padContext';
import { SessionProvider } from '../../../src/app/sessionContext';
import type { CurvePoint } from '../../../src/training/curve';
import { fakeSession } from './fakeSession';

afterEach(() => vi.restoreAllMocks());

const layers = [
  { name: 'layers.0', title: 'hidden 1', hasRelu: true },
  { name: 'layers.2', title: 'output', hasRelu: false },
];

const curve: CurvePoint[] = Array.from({ length: 50 }, (_, i) => ({
  step: i + 1,
  epoch: i + 1,
  trainLoss: 1 / (i + 1),
  trainLossMin: 0,
  trainLossMax: 2,
  trainAccuracy: 0.5,
  rate: i < 25 ? 0.1 : 0.01,
  testLoss: i % 5 === 0 ? 2 / (i + 1) : null,
  testAccuracy: i % 5 === 0 ? 0.75 : null,
  layers:
    i % 2 === 0
      ? [
          { gradientNorm: 10 ** -(i / 10), weightNorm: 4, updateNorm: 0.004, deadUnits: 0.25 },
          { gradientNorm: 2, weightNorm: 5, updateNorm: 0.5, deadUnits: null },
        ]
      : null,
}));

const events = [
  { id: 2, step: 25, text: 'rate 0.1 → 0.01', isChange: true },
  { id: 1, step: 0, text: '2-4-1, 17 parameters, seed 1', isChange: false },
];

async function showCurves() {
  const fake = fakeSession('xor');
  const { spec } = fake.session.getState().run;
  const info = { spec, parameters: 17, layers, kernels: 'wasm', trainRows: 4, testRows: 4 } as const;
  fake.show({ info, curve, events, step: 50 });
  const screen = await render(
    <SessionProvider session={fake.session}>
      <PadProvider>
        <div style={{ width: '20rem' }}>
          <CurvesPanel />
        </div>
      </PadProvider>
    </SessionProvider>,
  );
  // The charts come in a file of their own.
  await vi.waitFor(() => expect(document.querySelectorAll('svg.recharts-surface').length).toBe(2), 15_000);
  return { ...fake, screen };
}

const openOptions = () => page.getByRole('button', { name: 'More curves' }).click();
const pathsOf = (kind: string) => [
  ...document.querySelectorAll<SVGPathElement>(`[data-curve=${kind}] path.recharts-line-curve`),
];

test('loss and accuracy are shown at first; what is chosen besides comes below, with a line and a figure for each layer', async () => {
  await showCurves();
  await openOptions();
  for (const title of ['Learning rate', 'Gradient norm', 'Weight norm', 'Update ratio', 'Dead units'])
    await page.getByRole('checkbox', { name: title }).click();
  await vi.waitFor(() => expect(document.querySelectorAll('svg.recharts-surface').length).toBe(7));
  await vi.waitFor(() => expect(pathsOf('gradientNorm')).toHaveLength(2));
  expect(pathsOf('deadUnits')).toHaveLength(1);
  expect(pathsOf('rate')).toHaveLength(1);
  await expect.element(page.getByTestId('hidden 1-updateRatio')).toHaveTextContent('0.001');
  await expect.element(page.getByTestId('output-gradientNorm')).toHaveTextContent('2');
  await expect.element(page.getByTestId('rate-rate')).toHaveTextContent('0.01');
  await page.getByRole('checkbox', { name: 'Loss', exact: true }).click();
  await expect.element(page.getByRole('heading', { name: 'Loss', exact: true })).not.toBeInTheDocument();
});

test('on a log scale equal ratios are equally high: the gradient that falls by a factor is a straight line', async () => {
  await showCurves();
  await openOptions();
  await page.getByRole('checkbox', { name: 'Gradient norm' }).click();
  await page.getByRole('checkbox', { name: 'Log scale' }).click();
  await vi.waitFor(() => {
    const [path] = pathsOf('gradientNorm');
    const points = (path.getAttribute('d') ?? '')
      .match(/[\d.]+,[\d.]+/g)
      ?.map((pair) => pair.split(',').map(Number));
    if (!points) throw new Error('The line is empty.');
    const [x0, y0] = points[0];
    const [x1, y1] = points[points.length - 1];
    const slope = (y1 - y0) / (x1 - x0);
    expect(slope).toBeGreaterThan(0);
    for (const [x, y] of points) expect(Math.abs(y - (y0 + slope * (x - x0)))).toBeLessThan(0.5);
  });
});

test('smoothing says its strength, and keeps the raw line pale behind', async () => {
  await showCurves();
  await openOptions();
  const slider = page.getByRole('slider', { name: 'Smoothing' });
  await slider.fill('0.9');
  await expect.element(page.getByText('0.90', { exact: true })).toBeVisible();
  await vi.waitFor(() => expect(pathsOf('loss')).toHaveLength(4));
  expect(pathsOf('loss').map((path) => path.getAttribute('stroke-opacity'))).toEqual([
    '0.35',
    '0.35',
    null,
    null,
  ]);
});

test('a change of settings is marked in every chart, and told where the crosshair is; arrow keys move it', async () => {
  await showCurves();
  await vi.waitFor(() => expect(document.querySelectorAll('.recharts-reference-line')).toHaveLength(2));
  const chart = document.querySelector<SVGElement>('[data-curve=loss] svg.recharts-surface');
  chart?.focus();
  await userEvent.keyboard('{ArrowRight}'.repeat(24));
  const tip = page.getByText('step 25:');
  await expect.element(tip).toHaveTextContent('step 25: train 0.04rate 0.1 → 0.01');
  await userEvent.keyboard('{ArrowRight}');
  await expect
    .element(page.getByText('step 26:'))
    .toHaveTextContent('step 26: train 0.0384615 test 0.0769231');
});

test('under a mouse that rests the point that is read stays below it, however long the curve becomes', async () => {
  const { show } = await showCurves();
  const chart = document.querySelector('svg.recharts-surface');
  if (!chart) throw new Error('There is no chart.');
  const { left, top, width, height } = chart.getBoundingClientRect();
  const at = { clientX: left + 0.7 * width, clientY: top + height / 2, bubbles: true };
  chart.dispatchEvent(new PointerEvent('pointermove', { ...at, pointerType: 'mouse' }));
  chart.dispatchEvent(new MouseEvent('mousemove', at));
  const place = () => {
    const dot = chart.querySelector('.recharts-active-dot circle')?.getBoundingClientRect();
    return dot ? dot.left + dot.width / 2 : Number.NaN;
  };
  // Points are a fiftieth of the width apart.
  const off = () => Math.abs(place() - at.clientX);
  await expect.poll(off).toBeLessThan(width / 40);
  const first = document.querySelector('[class*=tip] b')?.textContent;
  show({ curve: [...curve, ...curve.map((point) => ({ ...point, step: point.step + 50 }))], step: 100 });
  await expect.poll(() => document.querySelector('[class*=tip] b')?.textContent).not.toBe(first);
  await expect.poll(off).toBeLessThan(width / 40);
});

test('the CSV has every point, every layer, and what was changed', () => {
  const { run } = fakeSession('xor').session.getState();
  const { spec } = run;
  const info = { spec, parameters: 17, layers, kernels: 'wasm', trainRows: 4, testRows: 4 } as const;
  const awkward = [{ ...events[0], text: 'rate 0.1 → 0.01, batch 4 → "2"' }, events[1]];
  const lines = curvesCsv({ curve, events: awkward, info }).split('\r\n');
  expect(lines).toHaveLength(52);
  expect(lines[0]).toBe(
    'step,epoch,train_loss,train_loss_min,train_loss_max,train_accuracy,test_loss,test_accuracy,learning_rate,' +
      'gradient_norm hidden 1,weight_norm hidden 1,update_norm hidden 1,dead_units hidden 1,' +
      'gradient_norm output,weight_norm output,update_norm output,dead_units output,changed',
  );
  expect(lines[1]).toBe('1,1,1,0,2,0.5,2,0.75,0.1,1,4,0.004,0.25,2,5,0.5,,');
  expect(lines[2]).toBe('2,2,0.5,0,2,0.5,,,0.1,,,,,,,,,');
  expect(lines[25]).toMatch(/"rate 0\.1 → 0\.01, batch 4 → ""2"""$/);
});

test('the rate is never smoothed: its jump is where it was', async () => {
  await showCurves();
  await openOptions();
  await page.getByRole('checkbox', { name: 'Learning rate' }).click();
  await page.getByRole('slider', { name: 'Smoothing' }).fill('0.9');
  await vi.waitFor(() => expect(pathsOf('loss')).toHaveLength(4));
  await vi.waitFor(() => expect(pathsOf('rate')).toHaveLength(1));
  const heights = [...(pathsOf('rate')[0].getAttribute('d') ?? '').matchAll(/,([\d.]+)/g)].map(([, y]) => y);
  expect(heights).toHaveLength(50);
  expect(new Set(heights).size).toBe(2);
});

test('without a curve on the page there is no picture to save; one that the browser can’t make is said', async () => {
  await showCurves();
  await openOptions();
  const png = page.getByRole('button', { name: 'PNG' });
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((done) => done(null));
  await png.click();
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('The browser could not make a PNG of the curves. SVG and CSV need less of it.');
  for (const name of ['Loss', 'Accuracy']) await page.getByRole('checkbox', { name, exact: true }).click();
  await expect.element(png).toBeDisabled();
  await expect.element(page.getByRole('button', { name: 'SVG' })).toBeDisabled();
  await expect.element(page.getByRole('button', { name: 'CSV' })).toBeEnabled();
});

test('the SVG stands by itself: nothing in it refers to the page, and it draws what the charts draw', async () => {
  const { screen } = await showCurves();
  const { svg, width, height } = chartsPicture(screen.container);
  expect(svg).not.toMatch(/var\(|light-dark|class=|rem\b/);
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();
  const text = parsed.documentElement.textContent;
  for (const said of ['Loss', 'Accuracy', '— train', '- - test', '50 steps']) expect(text).toContain(said);
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  await image.decode();
  expect([image.naturalWidth, image.naturalHeight]).toEqual([width, height]);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0);
  const pixels = new Uint32Array(context?.getImageData(0, 0, width, height).data.buffer ?? []);
  expect(new Set(pixels).size).toBeGreaterThan(20);
});
