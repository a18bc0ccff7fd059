/** The data of a card in PyTorch, and the test on it. */
import type { CodePlan } from './codePlan';
import { pythonPoints, pythonRight } from './codePoints';
import { idxReader } from './pythonFiles';
import { targetsAreClasses } from './torchMethod';

export function torchData(plan: CodePlan): readonly string[] {
  const { data } = plan.card;
  if (data.type === 'digits') return [readIdx, readDigits, targetsOf(plan), testDigits];
  if (data.type === 'shapes') return pointsData(plan);
  return [data.sampler === 'table' ? tableRows : divisibilityRows(data.samples), testXor];
}

const readIdx = idxReader('torch.frombuffer(bytearray(data[start:]), dtype=torch.uint8)');

const readDigits = `
def read_digits(folder, part, device):
    """Images [n, 784] from 0 to 255, and labels [n]."""
    images = read_idx(folder, f"{part}-images-idx3-ubyte").flatten(1)
    labels = read_idx(folder, f"{part}-labels-idx1-ubyte").long()
    return images.to(device), labels.to(device)
`;

function targetsOf(plan: CodePlan): string {
  return targetsAreClasses(plan)
    ? `
def targets_of(labels):
    return labels
`
    : `
def targets_of(labels):
    """1 for the digit that is meant, 0 for the others: [n, 10]."""
    return functional.one_hot(labels, 10).float()
`;
}

const testDigits = `
@torch.no_grad()
def test(network, images, labels):
    network.eval()
    right = 0
    for x, wanted in zip(images.split(500), labels.split(500)):
        answers = network.predict(x.float() / 255).argmax(dim=1)
        right += (answers == wanted).sum().item()
    print(f"{right} of {len(images)} test digits right: {100 * right / len(images):.2f} %", flush=True)
`;

function pointsData(plan: CodePlan): readonly string[] {
  const { card, outputs, points } = plan;
  const column = 'LEARNED[:, 2]';
  const targets = targetsAreClasses(plan)
    ? `${column}.long()`
    : outputs === 1
      ? 'LEARNED[:, 2:]'
      : `functional.one_hot(${column}.long(), ${outputs}).float()`;
  return [
    pythonPoints('LEARNED', points.train, 'torch.tensor'),
    pythonPoints('TESTED', points.test, 'torch.tensor'),
    `
def training_rows(device):
    return LEARNED[:, :2].to(device), ${targets}.to(device)
`,
    `
@torch.no_grad()
def test(network, device):
    network.eval()
    answers, wanted = network.predict(TESTED[:, :2].to(device)).cpu(), TESTED[:, 2]
    right = (${pythonRight(card, outputs, 'dim')}).sum().item()
    print(f"{right} of {len(TESTED)} test points right: {100 * right / len(TESTED):.2f} %", flush=True)
`,
  ];
}

const tableRows = `
def training_rows(device):
    """Inputs [4, 2] and targets [4, 1]."""
    inputs = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], device=device)
    return inputs, inputs.sum(dim=1, keepdim=True) % 2
`;

function divisibilityRows(samples: number): string {
  return `
def training_rows(device):
    """Inputs [n, 2], whether a random number is divisible by 2 or 7 and another by 3 or 5; targets [n, 1]."""
    draws = torch.Generator().manual_seed(SEED)
    a = torch.randint(1000, (${samples},), generator=draws)
    b = torch.randint(3000, (${samples},), generator=draws)
    inputs = torch.stack([(a % 2 == 0) | (a % 7 == 0), (b % 3 == 0) | (b % 5 == 0)], dim=1).float().to(device)
    return inputs, inputs.sum(dim=1, keepdim=True) % 2
`;
}

const testXor = `
@torch.no_grad()
def test(network, device):
    network.eval()
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], device=device)
    for (a, b), (answer,) in zip(x.tolist(), network.predict(x).tolist()):
        print(f"{a:.0f} xor {b:.0f}: {answer:.3f}", flush=True)
`;
