import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Loss } from '../../../../src/engine/spec';
import type { WeightsCard } from '../../../../src/formats/card';
import { torchScript } from '../../../../src/formats/code/torchScript';
import { weightsFromTensors } from '../../../../src/formats/layout';
import { readSafetensors, writeSafetensors } from '../../../../src/formats/safetensors/safetensors';
import {
  denseLayers,
  noRegularization,
  optimizerDefaults,
  xorRecipe,
} from '../../../../src/training/recipes';
import type { RunSpec } from '../../../../src/training/trainer';
import { expectAccuracy, mnistFolder } from '../../../support/code/digits';
import { answered, inRows, someNetworks, weightsOf } from '../../../support/code/someNetworks';
import { readOwnFile } from '../../../support/ownWeights';
import { pythonsWith, runPython } from '../../../support/python';
import { largestExcess } from '../../../support/randomFloats';
import { createTestTrainer } from '../../../support/trainers';
import { smallCard } from '../sampleWeights';

const [torch] = pythonsWith('torch');
const run = (args: readonly string[], input?: string) => runPython(torch.python, args, input);
const folder = mkdtempSync(join(tmpdir(), 'scratchnet-torch-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

type Answer = { outputs: number[][]; loss: number; tensors: Record<string, number[]> };
const answersTo = (jobs: readonly object[]): Answer[] =>
  JSON.parse(run(['test/support/code/torchAnswers.py'], JSON.stringify(jobs)));

test.runIf(torch)(
  `${someNetworks.length} networks with every layer: PyTorch ${torch?.version} answers as the engine within 1e-5, and every loss is the same within 1e-5`,
  () => {
    const B = 6;
    const cases = someNetworks.flatMap((spec, seed) => {
      const last = spec.layers[spec.layers.length - 1];
      const name = last.type === 'activation' ? last.activation : 'linear';
      const fused: Loss[] =
        name === 'softmax' ? ['crossEntropy'] : name === 'sigmoid' ? ['binaryCrossEntropy'] : [];
      return [...fused, 'meanSquaredError' as const, 'huber' as const].map((loss) => ({ spec, seed, loss }));
    });
    const networks = cases.map(({ spec, seed, loss }) => {
      const { network, outputs } = answered(spec, B, seed);
      const classes = Array.from({ length: B }, (_, row) => row % network.outputs);
      classes.forEach((wanted, row) => {
        network.targetBuffer[row * network.outputs + wanted] = 1;
      });
      const targets =
        loss === 'crossEntropy' ? classes : inRows(network.targetBuffer.slice(), network.outputs);
      return { network, outputs, loss, targets, lossOfOurs: network.loss(B, loss) };
    });
    const answers = answersTo(
      networks.map(({ network, loss, targets }, i) => {
        const weights = weightsOf({ ...smallCard, loss, data: { type: 'digits' } }, network);
        return {
          script: write(`some${i}.py`, torchScript(weights.card)),
          weights: write(`some${i}.safetensors`, writeSafetensors(weights)),
          inputs: inRows(network.inputBuffer, network.spec.inputs),
          targets,
        };
      }),
    );
    networks.forEach(({ outputs, loss, lossOfOurs }, i) => {
      expect(answers[i].outputs.flat()).toHaveLength(outputs.length);
      expect(largestExcess(answers[i].outputs.flat(), outputs, 1e-5), JSON.stringify(cases[i])).toBeLessThan(
        1e-5,
      );
      expect(Math.abs(answers[i].loss - lossOfOurs), loss).toBeLessThan(1e-5 * (1 + lossOfOurs));
    });
  },
);

describe('trained by the script and by us', () => {
  const regularization = { maxNorm: 0.05, l1: 1e-3, l2: 1e-2, weightDecay: 0.1 };
  const sgd = { ...optimizerDefaults.sgd, rate: 0.1 };
  const cosine = { type: 'cosine', steps: 15, least: 0.1 } as const;
  const runs: readonly Partial<RunSpec>[] = [
    ...Object.values(optimizerDefaults).map((optimizer) => ({ optimizer })),
    { optimizer: { ...optimizerDefaults.nesterov, rate: 0.1, momentum: 0 } },
    { optimizer: { ...optimizerDefaults.rprop, increase: 1 } },
    { optimizer: sgd, regularization },
    { optimizer: { ...optimizerDefaults.adamW, weightDecay: 0.1 }, regularization, schedule: cosine },
    { optimizer: sgd, loss: 'binaryCrossEntropy' },
    { optimizer: sgd, loss: 'huber', schedule: { type: 'step', every: 4, factor: 0.5 } },
    ...[0.3, 0, 1].map((warmUp) => ({
      optimizer: sgd,
      schedule: { type: 'oneCycle', steps: 15, warmUp, rise: 25, fall: 1e4 } as const,
    })),
    { optimizer: sgd, schedule: { type: 'warmUp', steps: 5, next: { type: 'constant' } } },
    { optimizer: sgd, schedule: { type: 'warmUp', steps: 5, next: cosine } },
  ];
  const steps = 20;

  test.runIf(torch)(
    `${runs.length} methods: all optimizers, schedules and regularization give the same weights after ${steps} steps of XOR, within 1e-5`,
    async () => {
      const network = {
        inputs: 2,
        layers: denseLayers([
          { units: 5, activation: 'tanh' },
          { units: 1, activation: 'sigmoid' },
        ]),
      };
      const ours = [];
      for (const change of runs) {
        const spec: RunSpec = {
          ...{ ...xorRecipe, arithmetic: 'strict', network, regularization: noRegularization },
          ...change,
        };
        const trainer = createTestTrainer({ kernels: 'reference' });
        await trainer.open(spec);
        const { card } = await trainer.exportWeights('a test', 'npz');
        const before = weightsFromTensors(card, await trainer.weights());
        await trainer.train({ steps });
        ours.push({ before, after: weightsFromTensors(card, await trainer.weights()) });
        trainer.close();
      }
      const answers = answersTo(
        ours.map(({ before }, i) => ({
          script: write(`method${i}.py`, torchScript(before.card)),
          weights: write(`method${i}.safetensors`, writeSafetensors(before)),
          inputs: [
            [0, 0],
            [0, 1],
            [1, 0],
            [1, 1],
          ],
          targets: [[0], [1], [1], [0]],
          epochs: steps,
        })),
      );
      ours.forEach(({ before, after }, i) => {
        const way = after.tensors.map(({ name, values }, tensor) => {
          const where = `${JSON.stringify(runs[i])} ${name}`;
          expect(largestExcess(answers[i].tensors[name], values, 0), where).toBeLessThan(1e-5);
          return largestExcess(before.tensors[tensor].values, values, 0);
        });
        expect(Math.max(...way), JSON.stringify(runs[i])).toBeGreaterThan(1e-3);
      });
    },
  );
});

const shipped = readOwnFile(new Uint8Array(readFileSync('public/models/digits.npz')));

test.runIf(torch)(
  'of the shipped digits it finds the test accuracy of the card, trains on for an epoch, and writes weights above 97 % that are read again',
  () => {
    const script = write('digits.py', torchScript(shipped.card));
    const weights = write('digits.safetensors', writeSafetensors(shipped));
    expectAccuracy(run([script, weights, mnistFolder]), shipped.card.testAccuracy);
    const out = join(folder, 'more.safetensors');
    const printed = run([script, weights, mnistFolder, '--epochs', '1', '--out', out]);
    const [, loss, accuracy] =
      /^epoch 1: loss ([\d.]+)\n\d+ of 10000 test digits right: ([\d.]+) %\n$/.exec(printed) ?? [];
    expect(Number(loss)).toBeLessThan(0.1);
    expect(Number(accuracy)).toBeGreaterThanOrEqual(97);
    expect(run([script, out, mnistFolder])).toContain(`${accuracy} %`);
    const written = readSafetensors(new Uint8Array(readFileSync(out)));
    expect(written.card).toBeNull();
    expect(written.tensors.map(({ name, shape }) => [name, shape])).toEqual(
      shipped.tensors.map(({ name, shape }) => [name, shape]),
    );
  },
);

test.runIf(torch)(
  'on two processes of torchrun both end with the same bits, which one process reaches too within 1e-4, and the loss falls',
  async () => {
    // A batch of 63 can't be halved.
    const card: WeightsCard = {
      ...shipped.card,
      batchSize: 63,
      regularization: { ...noRegularization, maxNorm: 1 },
    };
    const script = write('ranks.py', torchScript(card));
    const weights = write('ranks.safetensors', writeSafetensors(shipped));
    const training = ['--epochs', '2', '--rows', '2000', '--fresh'];
    const printed = run([
      ...['-m', 'torch.distributed.run', '--nproc_per_node', '2', '--master_port', `${await freePort()}`],
      // PyTorch 1.13 does not start on Python 3.11 without these.
      ...['--redirects', '1', '--tee', '1', '--log_dir', folder],
      ...['test/support/code/torchRanks.py', script, weights, mnistFolder, ...training],
    ]);
    const losses = [...printed.matchAll(/epoch \d: loss ([\d.]+)/g)].map(([, loss]) => Number(loss));
    expect(losses).toHaveLength(2);
    expect(losses[1]).toBeLessThan(losses[0] / 2);
    expect(printed.match(/digits right/g)).toHaveLength(1);

    const [first, second] = [0, 1].map((rank) => readFileSync(`${script}.rank${rank}`));
    expect(Buffer.compare(first, second)).toBe(0);
    const out = join(folder, 'alone.safetensors');
    run([script, weights, mnistFolder, ...training, '--out', out]);
    const alone = readSafetensors(new Uint8Array(readFileSync(out))).tensors;
    readSafetensors(new Uint8Array(first)).tensors.forEach(({ name, values }, i) => {
      expect(largestExcess(values, alone[i].values, 0), name).toBeLessThan(1e-4);
    });
  },
);

test.runIf(torch)('of XOR it trains until the truth table is right', () => {
  const { network } = answered(smallCard.network, 4, 1);
  const weights = weightsOf({ ...smallCard, regularization: noRegularization }, network);
  const script = write('xor.py', torchScript(weights.card));
  const file = write('xor.safetensors', writeSafetensors(weights));
  const printed = run([script, file, '--epochs', '500']);
  const answers = [...printed.matchAll(/^\d xor \d: ([-\d.]+)$/gm)].map(([, answer]) => Number(answer) > 0.5);
  expect(answers).toEqual([false, true, true, false]);
});
