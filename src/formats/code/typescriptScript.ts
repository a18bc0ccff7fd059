/** A network as a program on this project's own engine. */
import type { WeightsCard } from '../card';
import { type CardLayer, type CodePlan, planCode } from './codePlan';
import { type CodePoints, hasValues, pointLines } from './codePoints';

/** Longest line. */
const width = 110;

/**
 * TypeScript text to be kept as src/node/network.ts in a checkout; `node scripts/run.mjs src/node/network.ts WEIGHTS`
 * prints the test accuracy, or XOR's truth table. WEIGHTS is a file of any format that is read here. Throws a FormatError
 * (`card`) for a card that is not what it should be.
 */
export function typescriptScript(card: WeightsCard, points?: CodePoints): string {
  const plan = planCode(card, points);
  const parts = [about(plan), imports(plan), network(plan), loading, mainOf(plan)];
  return `${parts.map((part) => part.trim()).join('\n\n')}\n`;
}

function mainOf(plan: CodePlan): string {
  const { data } = plan.card;
  if (data.type === 'shapes') return pointsMain(plan);
  return data.type === 'digits' ? digitsMain : xorMain;
}

function about({ title, purpose, measured }: CodePlan): string {
  return `
/**
 * ${title}, a neural network that ${purpose}, on Scratchnet's own engine. In a checkout:
 *
 *     node scripts/run.mjs src/node/network.ts weights.safetensors
 *
 * ${measured}
 */`;
}

function imports({ card }: CodePlan): string {
  const isDigits = card.data.type === 'digits';
  const counts = card.data.type === 'shapes' && !hasValues(card);
  const lines = [
    "import { readFileSync } from 'node:fs';",
    ...(isDigits ? ["import { readMnistFiles } from '../../scripts/mnistShards.mjs';"] : []),
    ...(isDigits ? ["import { digitRowsFromIdx } from '../datasets/digitRows';"] : []),
    ...(isDigits ? ["import { countCorrect } from '../engine/metrics';"] : []),
    ...(counts ? ["import { answeredClass } from '../engine/metrics';"] : []),
    "import { createNetwork, type Network } from '../engine/network';",
    ...(isDigits ? ["import { networkFloats } from '../engine/networkFloats';"] : []),
    "import type { NetworkSpec } from '../engine/spec';",
    "import { readWeightsFile } from '../formats/formats';",
    "import { toEngine } from '../formats/layout';",
    ...(isDigits
      ? [
          "import { kernelBuilds } from '../kernels/bytes';",
          "import { openKernels } from '../kernels/openKernels';",
        ]
      : ["import { referenceKernels } from '../kernels/reference';"]),
  ];
  return lines.join('\n');
}

function network({ card }: CodePlan): string {
  const { inputs, inputShape, layers } = card.network;
  const shape = inputShape ? `  inputShape: ${literal(inputShape)},\n` : '';
  return `
const spec: NetworkSpec = {
  inputs: ${inputs},
${shape}  layers: [
${layers.map(layerLine).join('\n')}
  ],
};`;
}

function layerLine(layer: CardLayer): string {
  const line = `    ${literal(layer)},`;
  if (line.length <= width) return line;
  const fields = Object.entries(layer).map(([name, field]) => `      ${name}: ${literal(field)},`);
  return `    {\n${fields.join('\n')}\n    },`;
}

/** As it is written by hand. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${literal(field)}`);
  return `{ ${fields.join(', ')} }`;
}

const loading = `
const usage = 'Say which file of weights: node scripts/run.mjs src/node/network.ts weights.safetensors';

/** Puts the tensors of a file into the network. */
function load(network: Network, file: string): void {
  const { tensors } = readWeightsFile(new Uint8Array(readFileSync(file))).contents;
  for (const { name, shape, values } of network.tensors) {
    const [stored] = tensors.filter((tensor) => tensor.name === name).map(toEngine);
    if (stored?.shape.join() !== shape.join()) throw new Error(\`\${file} has no \${name} for this network.\`);
    values.set(stored.values);
  }
}`;

const digitsMain = `
export function main([file]: string[]): void {
  if (file === undefined) throw new Error(usage);
  const maxBatch = 100;
  const kernels = openKernels(kernelBuilds, networkFloats(spec, maxBatch, null));
  const network = createNetwork(kernels, spec, { random: 1, maxBatch });
  load(network, file);
  const { testImages, testLabels } = readMnistFiles();
  const digits = digitRowsFromIdx(testImages, testLabels);
  const order = Uint32Array.from({ length: digits.rows }, (_, row) => row);
  let right = 0;
  for (let from = 0; from < digits.rows; from += maxBatch) {
    const count = Math.min(maxBatch, digits.rows - from);
    digits.writeBatch(network.inputBuffer, network.targetBuffer, order, from, count);
    right += countCorrect(network.forward(count), network.targetBuffer, count, network.outputs);
  }
  const percent = ((100 * right) / digits.rows).toFixed(2);
  console.log(\`\${right} of \${digits.rows} test digits right: \${percent} %\`);
}`;

function pointsMain({ card, points }: CodePlan): string {
  const isRight = hasValues(card)
    ? 'Math.abs(answers[row] - wanted) <= 0.2'
    : 'answeredClass(answers, row * network.outputs, network.outputs) === wanted';
  return `
/** x, y and the class, from 0, or the value of every test point. */
const points = \`
${pointLines(points.test)}
\`;

export function main([file]: string[]): void {
  if (file === undefined) throw new Error(usage);
  const rows = points.trim().split('\\n').map((line) => line.split(' ').map(Number));
  const network = createNetwork(referenceKernels('float32'), spec, { random: 1, maxBatch: rows.length });
  load(network, file);
  rows.forEach(([x, y], row) => {
    network.inputBuffer.set([x, y], 2 * row);
  });
  const answers = network.forward(rows.length);
  const isRight = (wanted: number, row: number) =>
    ${isRight};
  const right = rows.filter(([, , wanted], row) => isRight(wanted, row)).length;
  const percent = ((100 * right) / rows.length).toFixed(2);
  console.log(\`\${right} of \${rows.length} test points right: \${percent} %\`);
}`;
}

const xorMain = `
export function main([file]: string[]): void {
  if (file === undefined) throw new Error(usage);
  const network = createNetwork(referenceKernels('float32'), spec, { random: 1, maxBatch: 4 });
  load(network, file);
  network.inputBuffer.set([0, 0, 0, 1, 1, 0, 1, 1]);
  const answers = network.forward(4);
  for (const a of [0, 1])
    for (const b of [0, 1]) console.log(\`\${a} xor \${b}: \${answers[2 * a + b].toFixed(3)}\`);
}`;
