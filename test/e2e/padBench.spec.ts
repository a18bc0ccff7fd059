/** What `npm run bench:digits` draws with: input of the browser on the page gives what the pad's code gives in Node. */
import { readFileSync } from 'node:fs';
import { createPad, screens } from '../../scripts/sitePad.mjs';
import { digitImage } from '../../src/datasets/digitImage';
import { createNetwork } from '../../src/engine/network';
import { predict } from '../../src/engine/predict';
import { tensorsFromWeights } from '../../src/formats/layout';
import { referenceKernels } from '../../src/kernels/reference';
import { readOwnFile } from '../support/ownWeights';
import { type Drawing, expect, one, seven, test, zero } from './page';

const bytes = new Uint8Array(readFileSync('public/models/digits-pad.safetensors'));

/** Of two strokes, a quarter of the pad high, in its corner. */
const four: Drawing = [
  [
    [0.78, 0.75],
    [0.75, 0.88],
    [0.92, 0.88],
  ],
  [
    [0.88, 0.8],
    [0.87, 1],
  ],
];

const drawings = [
  { digit: '7', drawing: seven },
  { digit: '1', drawing: one },
  { digit: '0', drawing: zero },
  { digit: '4', drawing: four },
].map(({ digit, drawing }) => ({
  digit,
  strokes: drawing.map((stroke) => stroke.map(([x, y]) => ({ x, y }))),
}));

/** `[drawings, 10]`: the weights of the file, asked by the reference kernels. */
function expectedProbabilities(): Float32Array {
  const weights = readOwnFile(bytes);
  const network = createNetwork(referenceKernels('float32'), weights.card.network, {
    random: 1,
    maxBatch: 4,
  });
  tensorsFromWeights(weights).forEach(({ values }, index) => {
    network.tensors[index].values.set(values);
  });
  const images = drawings.flatMap(({ strokes }) => [...digitImage(strokes)]);
  return predict(network, images, [drawings.length, 784]).values;
}

for (const pointer of ['mouse', 'finger'] as const)
  test.describe(`by ${pointer}`, () => {
    test.use(screens[pointer]);
    test('digits that are drawn one after the other are answered as by the reference kernels in Node, within 1e-4', async ({
      page,
    }) => {
      await page.goto('/#digits');
      const pad = await createPad(page, pointer);
      await pad.show(bytes);
      const expected = expectedProbabilities();
      for (const [row, { digit, strokes }] of drawings.entries()) {
        const { said, probabilities } = await pad.read(strokes);
        expect(said).toBe(digit);
        expect(probabilities).toHaveLength(10);
        const differences = probabilities.map((share, i) => Math.abs(share - expected[10 * row + i]));
        expect(Math.max(...differences)).toBeLessThan(1e-4);
      }
    });
  });
