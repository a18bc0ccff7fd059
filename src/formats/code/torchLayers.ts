/** Every layer as a module of PyTorch. */
import { type CodeLayer, type CodePlan, has } from './codePlan';
import { batchShape, commented, indented, sidesOf, toImages } from './python';

type Activation = Extract<CodeLayer['spec'], { type: 'activation' }>['activation'];

const activations: Record<Activation, string> = {
  relu: 'nn.ReLU()',
  leakyRelu: 'nn.LeakyReLU(0.01)',
  elu: 'nn.ELU()',
  gelu: 'nn.GELU()',
  sigmoid: 'nn.Sigmoid()',
  tanh: 'nn.Tanh()',
  sine: 'Sine()',
  softmax: 'nn.Softmax(dim=1)',
  linear: 'nn.Identity()',
};

const sine = `
class Sine(nn.Module):
    def forward(self, x):
        return torch.sin(x)
`;

const standardize = `
class Standardize(nn.Module):
    """(x - mean) / deviation: how the network wants its inputs."""

    def __init__(self, mean, deviation):
        super().__init__()
        self.mean, self.deviation = mean, deviation

    def forward(self, x):
        return (x - self.mean) / self.deviation
`;

const unitLength = `
class UnitLength(nn.Module):
    """Every sample divided by its Euclidean norm; one of zeros stays so."""

    def forward(self, x):
        rows = x.flatten(1)
        norm = rows.norm(dim=1, keepdim=True)
        return (rows / torch.where(norm == 0, torch.ones_like(norm), norm)).view_as(x)
`;

const classes: Readonly<Record<string, string>> = { sine, standardize, unitLength };

/** Modules that PyTorch has not, of those that the network needs. */
export function torchClasses(plan: CodePlan): readonly string[] {
  return Object.entries(classes).flatMap(([kind, text]) => (has(plan, kind) ? [text] : []));
}

/**
 * The class `Network`: `forward` gives what the loss is computed from, `predict` the answers. `fused`: the last layer is
 * part of the loss, as PyTorch has it too.
 */
export function torchNetwork(plan: CodePlan, fused: boolean): string {
  const { card, layers, outputs, endsInImages } = plan;
  const { inputs, inputShape } = card.network;
  const images = inputShape ? toImages(inputShape, 'permute', 2) : [];
  const forward = (applied: string) => {
    const result = `${applied}(x)${endsInImages ? '.permute(0, 2, 3, 1).flatten(1)' : ''}`;
    return [...images, `return ${result}`];
  };
  return `class Network(nn.Module):
    """From x [n, ${inputs}] to answers [n, ${outputs}]."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
${indented(layers.flatMap(layerLines), 3)}
        )

    def forward(self, x):
${indented(forward(fused ? 'self.layers[:-1]' : 'self.layers'), 2)}${fused ? logitsComment : ''}

    def predict(self, x):
${indented([fused ? 'return self.layers[-1](self(x))' : 'return self(x)'], 2)}`;
}

const logitsComment = '  # logits: the last layer is part of the loss';

function layerLines({ spec, input, output }: CodeLayer): readonly string[] {
  const line = `${moduleOf(spec, input)},`;
  const changes = input.join() !== output.join();
  return changes ? commented(line, batchShape(output), 3) : [line];
}

function moduleOf(spec: CodeLayer['spec'], input: readonly number[]): string {
  switch (spec.type) {
    case 'dense':
      return `nn.Linear(${input[0]}, ${spec.units}${spec.bias ? '' : ', bias=False'})`;
    case 'conv2d': {
      const { channels, kernel, stride, padding, bias } = spec;
      const [height, width] = sidesOf(kernel);
      const more = [
        ...(stride === 1 ? [] : [`stride=${stride}`]),
        ...(padding === 0 ? [] : [`padding=${padding}`]),
        ...(bias ? [] : ['bias=False']),
      ];
      const sides = height === width ? `${height}` : `(${height}, ${width})`;
      return `nn.Conv2d(${[input[0], channels, sides, ...more].join(', ')})`;
    }
    case 'maxPool2d':
      return `nn.MaxPool2d(${spec.size}${spec.stride === spec.size ? '' : `, stride=${spec.stride}`})`;
    case 'flatten':
      return 'nn.Flatten()';
    case 'activation':
      return activations[spec.activation];
    case 'dropout':
      return `nn.Dropout(${spec.rate})`;
    case 'standardize':
      return `Standardize(${spec.mean}, ${spec.deviation})`;
    case 'unitLength':
      return 'UnitLength()';
  }
}
