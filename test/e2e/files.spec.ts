/** Files of other programs, files that are dropped, and files of which only a part fits. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { readWeightsFile } from '../../src/formats/formats';
import { writeNpyTensor } from '../../src/formats/npz/npy';
import { writeZip } from '../../src/formats/npz/zip';
import { download, draw, expect, figure, settle, seven, takePreset, test, upload } from './page';

/** The shipped network as NumPy's savez would write it: numbers, and nothing that says what they are. */
function bareNetwork(): Uint8Array {
  const { contents } = readWeightsFile(new Uint8Array(readFileSync('public/models/digits.npz')));
  const entries = contents.tensors.map((tensor, i) => ({
    name: `arr_${i}.npy`,
    bytes: writeNpyTensor(tensor),
  }));
  return writeZip(entries, false);
}

async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, numbers]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(numbers)], fileName));
      return data;
    },
    [name, [...bytes]] as const,
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await expect(page.getByText('Drop the file to open its weights')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(page.getByText('Drop the file to open its weights')).toBeHidden();
}

test('weights without a card: what they leave open is suggested, measured for each choice, and opened', async ({
  page,
}) => {
  await page.goto('/#digits');
  await settle(page);
  await upload(page, 'bare.npz', bareNetwork());
  const dialog = page.getByRole('dialog', { name: 'bare.npz' });
  await expect(dialog).toContainText('784-128-10');
  await expect(dialog.getByLabel('Activation of 784 → 128')).toHaveValue('relu');
  await expect(dialog.getByLabel('Activation of 128 → 10')).toHaveValue('softmax');
  await expect(dialog.getByLabel('Pixels')).toHaveValue('zeroToOne');
  await expect(dialog.getByTestId('reading-accuracy')).toHaveText('97.70 %');
  await dialog.getByLabel('Pixels').selectOption('Unit length for each image');
  await expect(dialog.getByTestId('reading-accuracy')).not.toHaveText('97.70 %');
  await dialog.getByLabel('Pixels').selectOption('0 to 1');
  await expect(dialog.getByTestId('reading-accuracy')).toHaveText('97.70 %');
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId('model-card')).toContainText('From a file of another program');
  await expect.poll(() => figure(page, 'test-accuracy')).toBe(97.7);
  await draw(page, seven);
  await expect(page.getByTestId('prediction')).toHaveText('7');
});

test('Enter opens what is suggested, and the focus goes back to Upload weights', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  const input = page.getByLabel('Upload weights');
  for (const [key, name] of [
    ['Enter', 'opened.npz'],
    ['Escape', 'left.npz'],
  ] as const) {
    await input.focus();
    await upload(page, name, bareNetwork());
    const dialog = page.getByRole('dialog', { name });
    await expect(dialog.getByRole('button', { name: 'Open', exact: true })).toBeFocused();
    await page.keyboard.press(key);
    await expect(dialog).toBeHidden();
    await expect(input).toBeFocused();
  }
  await expect(page.getByTestId('model-card')).toContainText('From a file of another program');
});

test('a second file of the same name is asked about with its own suggestion', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  const { contents } = readWeightsFile(new Uint8Array(readFileSync('public/models/digits.npz')));
  const [weight, bias] = contents.tensors.slice(0, 2).map(({ name, shape, values }) => ({
    name,
    shape: [10, ...shape.slice(1)],
    values: values.slice(0, 10 * (shape[1] ?? 1)),
  }));
  const oneLayer = writeZip(
    [weight, bias].map((tensor) => ({ name: `${tensor.name}.npy`, bytes: writeNpyTensor(tensor) })),
    false,
  );
  const dialog = page.getByRole('dialog', { name: 'same.npz' });
  await upload(page, 'same.npz', bareNetwork());
  await expect(dialog.getByTestId('reading-accuracy')).toHaveText('97.70 %');
  await upload(page, 'same.npz', oneLayer);
  await expect(dialog).toContainText('784-10.');
  await expect(dialog.getByLabel(/^Activation of/)).toHaveCount(1);
  await expect(dialog.getByTestId('reading-accuracy')).not.toHaveText('97.70 %');
});

test('a question that is not answered changes nothing', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await upload(page, 'bare.npz', bareNetwork());
  const dialog = page.getByRole('dialog', { name: 'bare.npz' });
  await expect(dialog.getByTestId('reading-accuracy')).toHaveText('97.70 %');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId('model-card')).toContainText('Trained by this project');
});

test('a run that goes home goes on where it stopped, at its step', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#xor');
  await settle(page);
  for (let step = 0; step < 3; step++) await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => figure(page, 'step')).toBe(3);
  const file = await download(page);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => figure(page, 'step')).toBe(4);
  const after = await download(page);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect.poll(() => figure(page, 'step')).toBe(0);
  await upload(page, 'run.safetensors', file.bytes);
  await expect(
    page.getByText('run.safetensors is open at step 3: Train goes on from there.').first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => figure(page, 'step')).toBe(4);
  await expect(page.getByRole('button', { name: 'Continue training' })).toBeHidden();
  const again = await download(page);
  expect(readWeightsFile(again.bytes).contents).toEqual(readWeightsFile(after.bytes).contents);
});

test('a file that is dropped anywhere is opened; two at once are refused', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await takePreset(page, 'Quick dense');
  await drop(page, 'dropped.npz', new Uint8Array(readFileSync('public/models/digits.npz')));
  await expect(page.getByText('dropped.npz is open.').first()).toBeVisible();
  await expect(page.getByTestId('model-card')).toContainText('From a file');
  await page.getByLabel('Upload weights').evaluate((input: HTMLInputElement) => {
    const data = new DataTransfer();
    for (const name of ['a.npz', 'b.npz']) data.items.add(new File(['x'], name));
    input.ownerDocument.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
  });
  await expect(page.getByText('Choose one file at a time. Nothing was changed.').first()).toBeVisible();
});

test('of another network the layers that fit are offered', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  await takePreset(page, 'Quick dense');
  await page.getByRole('button', { name: '+ Add a hidden layer' }).click();
  await expect(page.getByText(/784-128-\d+-10, /)).toBeVisible();
  await upload(page, 'small.npz', new Uint8Array(readFileSync('public/models/digits.npz')));
  const dialog = page.getByRole('dialog', { name: 'small.npz' });
  await expect(dialog).toContainText('1 of the 3 layers with weights of the network on screen fit: layers.0');
  await dialog.getByRole('button', { name: 'Load the layers that fit' }).click();
  await expect(page.getByText('The weights of layers.0 are those of small.npz').first()).toBeVisible();
  const { contents } = readWeightsFile((await download(page)).bytes);
  const { contents: source } = readWeightsFile(new Uint8Array(readFileSync('public/models/digits.npz')));
  expect(contents.tensors[0]).toEqual(source.tensors[0]);
  expect(contents.tensors.length).toBe(6);
});

test('every format is written under its ending and opens again, those that hold the run at its step', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#xor');
  await settle(page);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => figure(page, 'step')).toBe(1);
  const holdsRun = page.getByRole('checkbox', { name: /^with the run|holds no run$/ });
  for (const [format, ending, keeps] of [
    ['safetensors', '.safetensors', true],
    ['npz', '.npz', true],
    ['onnx', '.onnx', false],
    ['pickle', '.pkl', false],
    ['json', '.json', true],
  ] as const) {
    await page.getByLabel('Format', { exact: true }).selectOption(format);
    await expect(holdsRun).toBeEnabled({ enabled: keeps });
    const file = await download(page);
    expect(file.name).toBe(`scratchnet-xor-2-4-1-step-1${ending}`);
    const { format: found, contents } = readWeightsFile(file.bytes);
    expect(found).toBe(format);
    expect('saved' in contents && contents.saved?.position.step === 1).toBe(keeps);
  }
});

test('the code of the network is a program in each language', async ({ page }) => {
  await page.goto('/#digits');
  await settle(page);
  for (const [language, name, line] of [
    ['NumPy', 'network.py', 'import numpy as np'],
    ['PyTorch', 'network_torch.py', 'import torch'],
    ['TypeScript', 'network.ts', "from '../engine/network';"],
  ] as const) {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: language, exact: true }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toBe(name);
    expect(readFileSync(await file.path(), 'utf8')).toContain(line);
  }
});
