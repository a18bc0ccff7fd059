/** How a card says that a network is trained: its loss, optimizer, schedule and regularization in PyTorch, to the same numbers. */
import type { WeightsCard } from '../card';
import { FormatError } from '../weights';
import type { CodePlan } from './codePlan';
import { callLines, indented } from './python';

type LossInTorch = {
  /** The activation that must be last and is part of the loss; null: any. */
  readonly fused: 'softmax' | 'sigmoid' | null;
  /** The function of torch.nn.functional. */
  readonly call: string;
};

const losses: Record<WeightsCard['loss'], LossInTorch> = {
  meanSquaredError: { fused: null, call: 'mse_loss' },
  crossEntropy: { fused: 'softmax', call: 'cross_entropy' },
  binaryCrossEntropy: { fused: 'sigmoid', call: 'binary_cross_entropy_with_logits' },
  huber: { fused: null, call: 'huber_loss' },
};

/** Whether the last layer is part of the loss. Throws a FormatError (`card`) if it is not the one that the loss needs. */
export function lossIsFused({ card, layers }: CodePlan): boolean {
  const { fused } = losses[card.loss];
  if (fused === null) return false;
  const last = layers[layers.length - 1].spec;
  if (last.type === 'activation' && last.activation === fused) return true;
  throw new FormatError(
    'card',
    `The card's loss ${card.loss} needs ${fused} as the last layer of its network. If it was edited by hand, undo that; else export it again.`,
    { field: 'card.loss' },
  );
}

/** `loss_sum(outputs, targets)`: what divided by the number of rows is the loss of Scratchnet. */
export function torchLoss({ card, outputs }: CodePlan): string {
  const { call } = losses[card.loss];
  // Cross-entropy is of a whole row, the others are means over its numbers.
  const isOfRows = card.loss === 'crossEntropy';
  const shape = isOfRows ? 'targets [n] are classes' : `targets [n, ${outputs}]`;
  const sum = `functional.${call}(outputs, targets, reduction="sum")`;
  return `
def loss_sum(outputs, targets):
    """The sum over the rows, outputs [n, ${outputs}], ${shape}."""
    return ${sum}${isOfRows || outputs === 1 ? '' : ` / ${outputs}`}
`;
}

/** Whether targets are numbers of classes, rather than rows of numbers. */
export function targetsAreClasses({ card }: CodePlan): boolean {
  return card.loss === 'crossEntropy';
}

/** `optimizer = …` with the card's numbers, from `parameters`. */
export function torchOptimizer({ optimizer }: WeightsCard): readonly string[] {
  const made = (name: string, ...numbers: readonly string[]) =>
    callLines(`optimizer = torch.optim.${name}`, ['parameters', 'lr=RATE', ...numbers]);
  switch (optimizer.type) {
    case 'sgd':
      return made('SGD', `momentum=${optimizer.momentum}`);
    case 'nesterov': {
      // PyTorch takes no Nesterov momentum of 0, which is none.
      const nesterov = optimizer.momentum > 0 ? ['nesterov=True'] : [];
      return made('SGD', `momentum=${optimizer.momentum}`, ...nesterov);
    }
    case 'rprop': {
      const { decrease, increase, least, most } = optimizer;
      // PyTorch wants it above 1; times this, a float32 stays the same.
      const above1 = Math.max(increase, 1 + 1e-9);
      return made('Rprop', `etas=(${decrease}, ${above1})`, `step_sizes=(${least}, ${most})`);
    }
    case 'rmsprop':
      return made('RMSprop', `alpha=${optimizer.decay}`, `eps=${optimizer.epsilon}`);
    case 'adam':
    case 'adamW': {
      const { beta1, beta2, epsilon } = optimizer;
      const numbers = [`betas=(${beta1}, ${beta2})`, `eps=${epsilon}`];
      return optimizer.type === 'adam'
        ? made('Adam', ...numbers)
        : made('AdamW', ...numbers, `weight_decay=${optimizer.weightDecay}`);
    }
  }
}

/** `rate_in(step)`; null for a rate that stays. */
export function torchSchedule({ schedule }: WeightsCard): string | null {
  if (schedule.type === 'constant') return null;
  const lines =
    schedule.type === 'warmUp'
      ? [
          `if step < ${schedule.steps}:`,
          `    return RATE * (step + 1) / ${schedule.steps}  # warm-up`,
          ...(schedule.next.type === 'constant' ? [] : [`step -= ${schedule.steps}`]),
          ...scheduleLines(schedule.next),
        ]
      : scheduleLines(schedule);
  return `
def rate_in(step):
    """The learning rate in a step, counted from 0."""
${indented(lines)}
`;
}

type PlainSchedule = Exclude<WeightsCard['schedule'], { type: 'warmUp' }>;

function scheduleLines(schedule: PlainSchedule): readonly string[] {
  switch (schedule.type) {
    case 'constant':
      return ['return RATE'];
    case 'step':
      return [`return RATE * ${schedule.factor} ** (step // ${schedule.every})`];
    case 'cosine': {
      const { steps, least } = schedule;
      return [
        `done, least = min(1, step / ${steps}), ${least}`,
        'return RATE * (least + (1 - least) * (1 + math.cos(math.pi * done)) / 2)',
      ];
    }
    case 'oneCycle': {
      const { steps, warmUp, rise, fall } = schedule;
      const peak = Math.max(0, warmUp * steps - 1);
      const last = Math.max(peak, steps - 1);
      return [
        `peak, last = ${peak}, ${last}  # steps of the highest and of the lowest rate`,
        `first, end = RATE / ${rise}, RATE / ${rise} / ${fall}`,
        'if step < peak:',
        '    return RATE + (first - RATE) * (1 + math.cos(math.pi * step / peak)) / 2',
        'done = min(1, (step - peak) / max(last - peak, 1e-9))',
        'return end + (RATE - end) * (1 + math.cos(math.pi * done)) / 2',
      ];
    }
  }
}

/** From the gradients to the step, in the order in which Scratchnet does it. */
export function torchStep(card: WeightsCard): readonly string[] {
  const { maxNorm, l1, l2, weightDecay } = card.regularization;
  const isScheduled = card.schedule.type !== 'constant';
  const changes = [
    ...(l1 === 0 ? [] : [`p.grad += ${l1} * p.sign()  # L1 * sum(abs(p)) in the loss`]),
    ...(l2 === 0 ? [] : [`p.grad += ${l2} * p  # L2 * sum(p * p) / 2 in the loss`]),
    ...(weightDecay === 0
      ? []
      : [`p *= 1 - ${isScheduled ? 'rate' : 'RATE'} * ${weightDecay}  # weight decay`]),
  ];
  return [
    ...(isScheduled ? ['rate = optimizer.param_groups[0]["lr"] = rate_in(step)'] : []),
    ...(maxNorm === null ? [] : [`nn.utils.clip_grad_norm_(parameters, ${maxNorm})`]),
    ...(changes.length === 0 ? [] : ['with torch.no_grad():', '    for p in parameters:']),
    ...changes.map((line) => `        ${line}`),
    'optimizer.step()',
    ...(isScheduled ? ['step += 1'] : []),
  ];
}
