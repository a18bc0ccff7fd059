/** A network as a script that needs nothing but NumPy: its forward pass to be read, and its test to be run. */
import type { WeightsCard } from '../card';
import { type CodePlan, has, planCode } from './codePlan';
import { type CodePoints, pythonPoints, pythonRight } from './codePoints';
import { numpyForward, numpyFunctions } from './numpyLayers';
import { pythonFile } from './python';
import { idxReader, tensorReader } from './pythonFiles';

/**
 * Python text; `python3 network.py WEIGHTS MNIST_FOLDER` prints the test accuracy, of XOR `python3 network.py WEIGHTS`
 * its truth table, of points how many of those in the script are right. WEIGHTS is a .safetensors or an .npz file.
 * Throws a FormatError (`card`) for a card that is not what it should be.
 */
export function numpyScript(card: WeightsCard, points?: CodePoints): string {
  const plan = planCode(card, points);
  const isDigits = plan.card.data.type === 'digits';
  return pythonFile(about(plan, isDigits), imports(plan, isDigits), [
    loadWeights,
    ...numpyFunctions(plan),
    numpyForward(plan),
    ...testOf(plan),
    'if __name__ == "__main__":\n    main()',
  ]);
}

function testOf(plan: CodePlan): readonly string[] {
  switch (plan.card.data.type) {
    case 'digits':
      return [readIdx, digitsMain];
    case 'shapes':
      return [pythonPoints('POINTS', plan.points.test, 'np.float32'), pointsMain(plan)];
    case 'xor':
      return [xorMain];
  }
}

function about({ title, purpose, measured }: CodePlan, isDigits: boolean): readonly string[] {
  return [
    `${title}, a neural network that ${purpose}, in NumPy alone.`,
    '',
    `    python3 network.py weights.safetensors${isDigits ? ' mnist_folder' : ''}`,
    '',
    ...(isDigits
      ? [
          "The folder holds the test digits as MNIST's IDX files, gzipped or not. The weights may be an .npz too.",
        ]
      : ['The weights may be an .npz too.']),
    measured,
  ];
}

function imports(plan: CodePlan, isDigits: boolean): readonly string[] {
  const slides = has(plan, 'conv2d') || has(plan, 'maxPool2d');
  return [
    ...(isDigits ? ['import gzip'] : []),
    'import json',
    ...(has(plan, 'gelu') ? ['import math'] : []),
    'import sys',
    ...(isDigits ? ['from pathlib import Path'] : []),
    '',
    'import numpy as np',
    ...(slides ? ['from numpy.lib.stride_tricks import sliding_window_view'] : []),
  ];
}

const loadWeights = tensorReader(
  'load_weights',
  'Tensors by name: weights [outputs, inputs], biases [outputs].',
  [
    'if path.endswith(".npz"):',
    '    with np.load(path) as arrays:',
    '        return dict(arrays)',
    'if not path.endswith(".safetensors"):',
    '    raise SystemExit(f"{path} is no .safetensors or .npz file: download the weights as one of them")',
  ],
  { kinds: '{"F16": "<f2", "F32": "<f4", "F64": "<f8"}', flat: 'np.frombuffer(data[start:end], kind)' },
);

const readIdx = idxReader('np.frombuffer(data[start:], np.uint8)');

const digitsMain = `
def main():
    if len(sys.argv) != 3:
        sys.exit("usage: python3 network.py weights.safetensors mnist_folder")
    weights = load_weights(sys.argv[1])
    images = read_idx(sys.argv[2], "t10k-images-idx3-ubyte").reshape(-1, 784)
    labels = read_idx(sys.argv[2], "t10k-labels-idx1-ubyte")
    right = 0
    for start in range(0, len(images), 500):
        x = images[start : start + 500].astype(np.float32) / 255  # 0 is paper, 1 is ink
        answers = forward(x, weights).argmax(axis=1)
        right += int((answers == labels[start : start + 500]).sum())
    print(f"{right} of {len(images)} test digits right: {100 * right / len(images):.2f} %")
`;

function pointsMain({ card, outputs }: CodePlan): string {
  return `
def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python3 network.py weights.safetensors")
    answers, wanted = forward(POINTS[:, :2], load_weights(sys.argv[1])), POINTS[:, 2]
    right = int((${pythonRight(card, outputs, 'axis')}).sum())
    print(f"{right} of {len(POINTS)} test points right: {100 * right / len(POINTS):.2f} %")
`;
}

const xorMain = `
def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python3 network.py weights.safetensors")
    weights = load_weights(sys.argv[1])
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    for (a, b), (answer,) in zip(x, forward(x, weights)):
        print(f"{a:.0f} xor {b:.0f}: {answer:.3f}")
`;
