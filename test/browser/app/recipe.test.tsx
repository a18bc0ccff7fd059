import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { describeKernels } from '../../../src/app/controls/ArithmeticRow';
import { readParts } from '../../../src/app/controls/networkParts';
import { Recipe } from '../../../src/app/controls/Recipe';
import { readNumber } from '../../../src/app/controls/readNumber';
import { positionOf, rateScale, valueAt } from '../../../src/app/controls/sliderScale';
import { SessionProvider } from '../../../src/app/sessionContext';
import {
  batchLimit,
  convDigitsRecipe,
  denseLayers,
  digitsRecipe,
  maxBatch,
  noRegularization,
  originalXorRecipe,
  xorRecipe,
} from '../../../src/training/recipes';
import { fakeSession } from './fakeSession';

const defaultUnits = readParts(xorRecipe.network).hidden[0].units;

async function showRecipe(problem: 'xor' | 'digits') {
  const fake = fakeSession(problem);
  const screen = await render(
    <SessionProvider session={fake.session}>
      <Recipe />
    </SessionProvider>,
  );
  return { ...fake, screen };
}

test('every position of the rate slider survives the way to its value and back', () => {
  for (const scale of [rateScale, { ...rateScale, off: true }])
    for (let position = 0; position <= scale.steps; position++)
      expect(positionOf(valueAt(position, scale), scale)).toBe(position);
  expect(valueAt(0, rateScale)).toBe(rateScale.min);
  expect(valueAt(rateScale.steps, rateScale)).toBe(rateScale.max);
  expect(valueAt(0, { ...rateScale, off: true })).toBe(0);
  expect(valueAt(1, { ...rateScale, off: true })).toBe(rateScale.min);
});

test.for(['eight', '', '0', '65', '2.5', '-1', '1e9', 'NaN'])(
  'a number of units that is “%s” is answered by a sentence and changes nothing',
  async (bad) => {
    const { screen, rebuilt } = await showRecipe('xor');
    const field = screen.getByLabelText('Units of hidden layer 1', { exact: true });
    await userEvent.fill(field, bad);
    await userEvent.keyboard('{Enter}');
    await expect
      .element(screen.getByRole('alert'))
      .toHaveTextContent(`Units must be a whole number from 1 to 64. ${defaultUnits} stays in force.`);
    await expect.element(field).toHaveAttribute('aria-invalid', 'true');
    expect(rebuilt).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.element(field).toHaveValue(String(defaultUnits));
  },
);

test('another number of units rebuilds the recipe with just that changed', async () => {
  const { screen, rebuilt } = await showRecipe('xor');
  await userEvent.fill(screen.getByLabelText('Units of hidden layer 1', { exact: true }), '6');
  await userEvent.keyboard('{Enter}');
  expect(rebuilt).toEqual([
    {
      ...xorRecipe,
      network: {
        inputs: 2,
        layers: denseLayers([
          { units: 6, activation: 'tanh' },
          { units: 1, activation: 'sigmoid' },
        ]),
      },
    },
  ]);
});

test('relu in the hidden layer brings the start that suits it', async () => {
  const { screen, rebuilt } = await showRecipe('xor');
  await userEvent.selectOptions(screen.getByLabelText('Activation of hidden layer 1'), 'relu');
  expect(rebuilt.at(-1)?.network.layers[0]).toMatchObject({ type: 'dense', initializer: 'heNormal' });
  expect(rebuilt.at(-1)?.network.layers[2]).toMatchObject({ type: 'dense', initializer: 'glorotUniform' });
});

test('another output brings the loss that suits it', async () => {
  const { screen, rebuilt } = await showRecipe('digits');
  await userEvent.selectOptions(screen.getByLabelText('Activation of the output'), 'sigmoid');
  expect(rebuilt.at(-1)).toMatchObject({ loss: 'binaryCrossEntropy' });
  await userEvent.selectOptions(screen.getByLabelText('Activation of the output'), 'linear');
  expect(rebuilt.at(-1)).toMatchObject({ loss: 'meanSquaredError' });
  await userEvent.selectOptions(screen.getByLabelText('Activation of the output'), 'softmax');
  expect(rebuilt.at(-1)).toEqual(digitsRecipe);
});

test('the preset of the NumPy original is its recipe', async () => {
  const { screen, rebuilt } = await showRecipe('xor');
  await userEvent.selectOptions(screen.getByLabelText('Preset', { exact: true }), 'original');
  expect(rebuilt).toEqual([originalXorRecipe]);
});

test('rate and batch size change in flight', async () => {
  const { screen, rebuilt, tuned } = await showRecipe('digits');
  await userEvent.fill(screen.getByLabelText('Rate', { exact: true }), '0.002');
  await userEvent.keyboard('{Enter}');
  await userEvent.fill(screen.getByLabelText('Batch', { exact: true }), '128');
  await userEvent.keyboard('{Enter}');
  expect(tuned).toEqual([{ rate: 0.002 }, { batchSize: 128 }]);
  expect(rebuilt).toEqual([]);
});

test('every optimizer can be chosen; its numbers are folded away, and come back to their defaults', async () => {
  const { screen, rebuilt } = await showRecipe('xor');
  await userEvent.selectOptions(screen.getByLabelText('Optimizer', { exact: true }), 'nesterov');
  expect(rebuilt.at(-1)?.optimizer).toEqual({ type: 'nesterov', rate: 0.5, momentum: 0.9 });
  const momentum = screen.getByLabelText('Momentum', { exact: true });
  await expect.element(momentum).not.toBeVisible();
  const line = screen.getByText('Its numbers');
  await expect.element(line.element().parentElement).toHaveTextContent('momentum 0.9');
  await line.click();
  await userEvent.fill(momentum, '1');
  await userEvent.keyboard('{Enter}');
  await expect
    .element(screen.getByRole('alert'))
    .toHaveTextContent('Momentum must be a number from 0 to 0.999. 0.9 stays in force.');
  await userEvent.fill(momentum, '0.5');
  await userEvent.keyboard('{Enter}');
  expect(rebuilt.at(-1)?.optimizer).toEqual({ type: 'nesterov', rate: 0.5, momentum: 0.5 });
  await userEvent.click(screen.getByRole('button', { name: 'Back to the defaults' }));
  expect(rebuilt.at(-1)?.optimizer).toEqual({ type: 'nesterov', rate: 0.5, momentum: 0.9 });
  const before = rebuilt.length;
  await expect.element(screen.getByRole('button', { name: 'These are the defaults' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(rebuilt.length).toBe(before);
});

test('RPROP has a first step for a rate, no schedule, and asks for the largest batch', async () => {
  const { screen, rebuilt, tuned } = await showRecipe('digits');
  await userEvent.selectOptions(screen.getByLabelText('Optimizer', { exact: true }), 'rprop');
  expect(rebuilt.at(-1)).toMatchObject({ optimizer: { type: 'rprop', rate: 0.001 }, batchSize: 1024 });
  await expect.element(screen.getByLabelText('Rate', { exact: true })).toHaveTextContent('each weight’s own');
  expect(screen.getByLabelText('Schedule', { exact: true }).elements()).toEqual([]);
  await userEvent.fill(screen.getByLabelText('Batch', { exact: true }), '64');
  await userEvent.keyboard('{Enter}');
  await userEvent.click(screen.getByRole('button', { name: 'Use batches of 1,024' }));
  expect(tuned).toEqual([{ batchSize: 64 }, { batchSize: 1024 }]);
  await screen.getByText('Its numbers', { exact: true }).click();
  await userEvent.fill(screen.getByLabelText('Most step', { exact: true }), '1e-9');
  await userEvent.keyboard('{Enter}');
  await expect
    .element(screen.getByRole('alert'))
    .toHaveTextContent('Most step must be a number from 1e-6 to 1000. 50 stays in force.');
});

test('a schedule is planned in epochs of digits, drawn, and written in steps', async () => {
  const { screen, rebuilt } = await showRecipe('digits');
  await userEvent.selectOptions(screen.getByLabelText('Schedule', { exact: true }), 'cosine');
  expect(rebuilt.at(-1)?.schedule).toEqual({ type: 'cosine', steps: 9380, least: 0.01 });
  await expect
    .element(screen.getByRole('img', { name: 'The rate over 10 epochs: 0.001, then 1e-5' }))
    .toBeVisible();
  await userEvent.fill(screen.getByLabelText('Over, epochs', { exact: true }), '2.5');
  await userEvent.keyboard('{Enter}');
  expect(rebuilt.at(-1)?.schedule).toEqual({ type: 'cosine', steps: 2345, least: 0.01 });
});

test('a warm-up goes over into what follows it', async () => {
  const { screen, rebuilt } = await showRecipe('xor');
  await userEvent.selectOptions(screen.getByLabelText('Schedule', { exact: true }), 'warmUp');
  await userEvent.selectOptions(screen.getByLabelText('Then', { exact: true }), 'step');
  await userEvent.fill(screen.getByLabelText('Every, steps', { exact: true }), '50');
  await userEvent.keyboard('{Enter}');
  expect(rebuilt.at(-1)?.schedule).toEqual({
    type: 'warmUp',
    steps: 100,
    next: { type: 'step', every: 50, factor: 0.5 },
  });
});

test('regularization is off until asked for, and tuned in flight', async () => {
  const { screen, rebuilt, tuned } = await showRecipe('xor');
  const line = screen.getByText('Regularization');
  await expect.element(line.element().parentElement).toHaveTextContent('off');
  await line.click();
  const clip = screen.getByLabelText('Clip', { exact: true });
  await expect.element(clip).toHaveValue('off');
  await userEvent.fill(clip, '1');
  await userEvent.keyboard('{Enter}');
  await userEvent.fill(screen.getByLabelText('L2', { exact: true }), '0.0001');
  await userEvent.keyboard('{Enter}');
  await expect.element(line.element().parentElement).toHaveTextContent('Clip 1 · L2 0.0001');
  await userEvent.fill(clip, 'off');
  await userEvent.keyboard('{Enter}');
  expect(tuned.map(({ regularization }) => regularization)).toEqual([
    { ...noRegularization, maxNorm: 1 },
    { ...noRegularization, maxNorm: 1, l2: 0.0001 },
    { ...noRegularization, l2: 0.0001 },
  ]);
  expect(rebuilt).toEqual([]);
});

test('a bias can be taken from one layer alone', async () => {
  const { screen, rebuilt } = await showRecipe('xor');
  await userEvent.click(screen.getByRole('button', { name: 'each layer' }));
  await userEvent.click(screen.getByLabelText('Bias of the output'));
  expect(readParts(rebuilt.at(-1)?.network ?? xorRecipe.network)).toMatchObject({
    hidden: [{ bias: true }],
    last: { bias: false },
  });
  await expect.element(screen.getByLabelText('Biases', { exact: true })).toBePartiallyChecked();
  await userEvent.click(screen.getByLabelText('Biases', { exact: true }));
  expect(rebuilt.at(-1)).toEqual(xorRecipe);
});

test('a field that was only looked at changes nothing, however long its number is', async () => {
  const { screen, tuned } = await showRecipe('xor');
  const field = screen.getByLabelText('Rate', { exact: true });
  await userEvent.fill(field, '0.0123456789');
  await userEvent.keyboard('{Enter}');
  await expect.element(field).toHaveValue('0.0123457');
  await userEvent.click(field);
  await userEvent.click(screen.getByLabelText('Batch', { exact: true }));
  expect(tuned).toEqual([{ rate: 0.0123456789 }]);
});

const anyWhole = { name: 'It', min: 1, max: 1e6, integer: true };
const anyNumber = { name: 'It', min: 0, max: 1e6, integer: false };

test.for([
  ['1,000', anyWhole, 1000],
  ['1,234,567', { ...anyWhole, max: 1e7 }, 1234567],
  ['1e3', anyWhole, 1000],
  [' 42 ', anyWhole, 42],
  ['3e-7', anyNumber, 3e-7],
  ['.5', anyNumber, 0.5],
] as const)('“%s” is read', ([text, rule, value]) => {
  expect(readNumber(text, rule)).toEqual({ value });
});

test.for([
  ['1,00', anyWhole],
  ['1,0000', anyWhole],
  ['0,001', anyWhole],
  [',5', anyWhole],
  ['0x10', anyWhole],
  ['0b1', anyNumber],
  ['1e400', anyNumber],
  ['Infinity', anyNumber],
  ['', anyNumber],
] as const)('“%s” is refused', ([text, rule]) => {
  expect(readNumber(text, rule)).toMatchObject({ problem: expect.stringMatching(/^It must be a/) });
});

test('a comma for the point is answered with the point', () => {
  expect(readNumber('0,5', anyNumber)).toEqual({ problem: 'Use a point: 0.5.' });
});

test('a start that suits every layer is shown as suited, whatever the layers have become', () => {
  const linear = denseLayers([
    { units: 4, activation: 'linear' },
    { units: 1, activation: 'linear' },
  ]);
  expect(readParts({ inputs: 2, layers: linear }).initializer).toBe('suited');
  const normal = linear.map((layer) =>
    layer.type === 'dense' ? { ...layer, initializer: 'normal' as const } : layer,
  );
  expect(readParts({ inputs: 2, layers: normal }).initializer).toBe('normal');
});

test('no batch is offered that the engine does not take', () => {
  expect(batchLimit({ type: 'digits' })).toBe(maxBatch);
});

test('a network with other layers than the page can edit, as from a file, is listed', async () => {
  const { screen, session } = await showRecipe('digits');
  session.rebuild({
    ...digitsRecipe,
    network: {
      inputs: 784,
      inputShape: [28, 28, 1],
      layers: [
        {
          type: 'conv2d',
          channels: 8,
          kernel: [5, 3],
          stride: 2,
          padding: 1,
          bias: true,
          initializer: 'heNormal',
        },
        { type: 'activation', activation: 'leakyRelu' },
        { type: 'maxPool2d', size: 2, stride: 2 },
        { type: 'flatten' },
        { type: 'dropout', rate: 0.25 },
        ...denseLayers([{ units: 10, activation: 'softmax' }]),
      ],
    },
  });
  const layers = screen.getByRole('list', { name: 'Layers' });
  await expect.element(layers.getByText('Convolution 8 of 5 × 3, stride 2, padding 1')).toBeVisible();
  const texts = () => [...layers.element().querySelectorAll('li')].map(({ textContent }) => textContent);
  expect(texts()).toEqual([
    '784 in',
    'Convolution 8 of 5 × 3, stride 2, padding 1',
    'leaky relu',
    'Max-pool 2 × 2',
    'Flatten',
    'Dropout 0.25',
    'Dense 10',
    'softmax',
  ]);
  await expect.element(screen.getByLabelText('Units of hidden layer 1')).not.toBeInTheDocument();
  await expect.element(screen.getByLabelText('Kind', { exact: true })).toHaveTextContent('Other layers');
});

test('how a network from a file wants its inputs is shown, and stays when a layer is changed', async () => {
  const { screen, session, rebuilt } = await showRecipe('digits');
  const scaling = { type: 'standardize', mean: 0.1307, deviation: 0.3081 } as const;
  const { network } = digitsRecipe;
  session.rebuild({ ...digitsRecipe, network: { ...network, layers: [scaling, ...network.layers] } });
  const layers = screen.getByRole('list', { name: 'Layers' });
  await expect.element(layers).toHaveTextContent('Inputs(x − 0.1307) / 0.3081');
  await userEvent.selectOptions(screen.getByLabelText('Activation of hidden layer 1'), 'tanh');
  expect(rebuilt.at(-1)?.network.layers.map(({ type }) => type)).toEqual([
    'standardize',
    ...network.layers.map(({ type }) => type),
  ]);
});

test('a convolutional network is a preset whose layers can be changed, and dense layers come back', async () => {
  const { screen, rebuilt } = await showRecipe('digits');
  const kind = screen.getByLabelText('Kind', { exact: true });
  await userEvent.selectOptions(kind, 'convolutional');
  expect(rebuilt.at(-1)).toEqual(convDigitsRecipe);
  const layers = screen.getByRole('list', { name: 'Layers' });
  await expect.element(layers).toHaveTextContent('→ 12 × 12');
  await expect.element(layers).toHaveTextContent('4 × 4 × 16 = 256');

  const field = screen.getByLabelText('Channels of convolution 1');
  await userEvent.fill(field, '33');
  await userEvent.keyboard('{Enter}');
  await expect
    .element(screen.getByRole('alert'))
    .toHaveTextContent('Channels must be a whole number from 1 to 32. 8 stays in force.');
  await userEvent.fill(field, '6');
  await userEvent.keyboard('{Enter}');
  await userEvent.selectOptions(screen.getByLabelText('Kernel of convolution 1'), '3 × 3');
  await userEvent.click(screen.getByLabelText('Max-pool behind convolution 2'));
  await userEvent.selectOptions(screen.getByLabelText('Activation of convolution 2'), 'tanh');
  await userEvent.click(screen.getByRole('button', { name: '+ Add a convolution' }));
  await expect.element(screen.getByRole('button', { name: '+ Add a convolution' })).not.toBeInTheDocument();
  await expect.element(layers).toHaveFocus();
  expect(readParts(rebuilt.at(-1)?.network ?? digitsRecipe.network).convolutions).toMatchObject([
    { channels: 6, kernel: 3, pool: true, initializer: 'heNormal' },
    { channels: 16, kernel: 5, pool: false, activation: 'tanh', initializer: 'normal' },
    { channels: 16, kernel: 3, pool: false, activation: 'tanh' },
  ]);

  await userEvent.click(screen.getByRole('button', { name: 'Remove convolution 3' }));
  await userEvent.click(screen.getByRole('button', { name: 'Remove convolution 1' }));
  expect(screen.getByRole('button', { name: /^Remove convolution/ }).elements()).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'each layer' }));
  await userEvent.click(screen.getByLabelText('Bias of convolution 1'));
  expect(rebuilt.at(-1)?.network.layers[0]).toMatchObject({ type: 'conv2d', channels: 16, bias: false });
  await userEvent.selectOptions(kind, 'dense');
  expect(rebuilt.at(-1)).toEqual(digitsRecipe);
});

test('dropout is off until asked for, and one rate for all hidden layers', async () => {
  const { screen, rebuilt } = await showRecipe('digits');
  const field = screen.getByLabelText('Dropout', { exact: true });
  await expect.element(field).toHaveValue('off');
  await userEvent.click(screen.getByRole('button', { name: '+ Add a hidden layer' }));
  await userEvent.fill(field, '0.95');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('alert')).toHaveTextContent('0.9');
  await userEvent.fill(field, '0.2');
  await userEvent.keyboard('{Enter}');
  const dropped = () => rebuilt.at(-1)?.network.layers.filter(({ type }) => type === 'dropout');
  expect(dropped()).toEqual([
    { type: 'dropout', rate: 0.2 },
    { type: 'dropout', rate: 0.2 },
  ]);
  await userEvent.fill(field, '0');
  await userEvent.keyboard('{Enter}');
  expect(dropped()).toEqual([]);
});

test('the arithmetic is chosen, and its help says which build runs', async () => {
  const { screen, rebuilt } = await showRecipe('xor');
  await userEvent.selectOptions(screen.getByLabelText('Arithmetic', { exact: true }), 'strict');
  expect(rebuilt).toEqual([{ ...xorRecipe, arithmetic: 'strict' }]);
  const info = {
    spec: xorRecipe,
    parameters: 17,
    layers: [],
    kernels: 'wasm-relaxed',
    trainRows: 4,
    testRows: 4,
  } as const;
  expect(describeKernels(info)).toBe('Now computed by WebAssembly with fused multiply-add.');
  expect(describeKernels({ ...info, kernels: 'wasm' })).toMatch(/no relaxed SIMD/);
  const strict = { ...xorRecipe, arithmetic: 'strict' } as const;
  expect(describeKernels({ ...info, spec: strict, kernels: 'wasm' })).toBe('Now computed by WebAssembly.');
});
