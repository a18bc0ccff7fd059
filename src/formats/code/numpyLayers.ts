/** Every layer in NumPy: the functions that it needs, and its line of the forward pass. */
import { type CodeLayer, type CodePlan, has } from './codePlan';
import { batchShape, commented, indented, minus, sidesOf, toImages } from './python';

type Activation = Extract<CodeLayer['spec'], { type: 'activation' }>['activation'];

const calls: Record<Activation, string | null> = {
  relu: 'np.maximum(x, 0)',
  leakyRelu: 'np.where(x < 0, 0.01 * x, x)',
  elu: 'np.where(x < 0, np.expm1(np.minimum(x, 0)), x)',
  gelu: 'gelu(x)',
  sigmoid: 'sigmoid(x)',
  tanh: 'np.tanh(x)',
  sine: 'np.sin(x)',
  softmax: 'softmax(x)',
  linear: null,
};

const conv2d = `
def conv2d(x, weight, stride=1, padding=0):
    """x [n, channels in, height, width], weight [channels out, channels in, height, width]."""
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = sliding_window_view(x, weight.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    y = np.tensordot(windows, weight, axes=((1, 4, 5), (1, 2, 3)))  # [n, height, width, channels out]
    return y.transpose(0, 3, 1, 2)
`;

const maxPool2d = `
def max_pool2d(x, size, stride):
    """The largest number of every window, x [n, channels, height, width]."""
    windows = sliding_window_view(x, (size, size), axis=(2, 3))[:, :, ::stride, ::stride]
    return windows.max(axis=(4, 5))
`;

const gelu = `
def gelu(x):
    """x times the share of the normal distribution that lies below x."""
    erf = np.vectorize(math.erf, otypes=[x.dtype])
    return 0.5 * x * (1 + erf(x / math.sqrt(2)))
`;

const sigmoid = `
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -80, 80)))  # beyond, exp would overflow
`;

const softmax = `
def softmax(x):
    """Every row as probabilities; the largest number is taken away first, so that exp does not overflow."""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
`;

const unitLength = `
def unit_length(x):
    """Every sample divided by its Euclidean norm; one of zeros stays so."""
    norm = np.sqrt((x * x).sum(axis=tuple(range(1, x.ndim)), keepdims=True))
    return x / np.where(norm == 0, 1, norm)
`;

const functions: Readonly<Record<string, string>> = {
  conv2d,
  maxPool2d,
  gelu,
  sigmoid,
  softmax,
  unitLength,
};

/** The functions that the network's layers call, and no other. */
export function numpyFunctions(plan: CodePlan): readonly string[] {
  return Object.entries(functions).flatMap(([kind, text]) => (has(plan, kind) ? [text] : []));
}

/** `forward(x, weights)`, a line a layer with what comes out of it. */
export function numpyForward(plan: CodePlan): string {
  const { card, layers, outputs, endsInImages } = plan;
  const { inputs, inputShape } = card.network;
  const lines = [`"""The answers [n, ${outputs}] to x [n, ${inputs}]."""`];
  if (inputShape) lines.push(...toImages(inputShape, 'transpose', 1));
  for (const layer of layers) lines.push(...layerLines(layer));
  lines.push(endsInImages ? 'return x.transpose(0, 2, 3, 1).reshape(len(x), -1)' : 'return x');
  return `def forward(x, weights):\n${indented(lines)}`;
}

function layerLines({ name, spec, output }: CodeLayer): readonly string[] {
  const shaped = (line: string) => commented(line, batchShape(output));
  switch (spec.type) {
    case 'dense': {
      const product = `x = x @ weights["${name}.weight"].T`;
      return shaped(spec.bias ? `${product} + weights["${name}.bias"]` : product);
    }
    case 'conv2d': {
      const { stride, padding } = spec;
      const more = `${stride === 1 ? '' : `, stride=${stride}`}${padding === 0 ? '' : `, padding=${padding}`}`;
      const product = `x = conv2d(x, weights["${name}.weight"]${more})`;
      const [height, width] = sidesOf(spec.kernel);
      const about = `${height} x ${width} -> ${batchShape(output)}`;
      return commented(spec.bias ? `${product} + weights["${name}.bias"][:, None, None]` : product, about);
    }
    case 'maxPool2d':
      return shaped(`x = max_pool2d(x, ${spec.size}, ${spec.stride})`);
    case 'flatten':
      return shaped('x = x.reshape(len(x), -1)');
    case 'activation': {
      const call = calls[spec.activation];
      return call === null ? [] : [`x = ${call}`];
    }
    case 'dropout':
      return [`# ${name}: dropout, which does something in training only`];
    case 'standardize':
      return [`x = (${minus(spec.mean)}) / ${spec.deviation}`];
    case 'unitLength':
      return ['x = unit_length(x)'];
  }
}
