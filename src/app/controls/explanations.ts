/** What losses, optimizers and schedules do: in a sentence, as a formula, and by whom. */
import type { Loss, OptimizerSpec, ScheduleSpec, ShapesData } from '../../training/trainer';

export type Explanation = { readonly says: string; readonly formula: string; readonly source?: string };

export const patternExplanations: Record<ShapesData['pattern'], Explanation> = {
  spirals: {
    says: 'Arms that wind around each other: no line parts them, and a small network takes its time.',
    formula: 'r = 0.1 + 0.85 t,  angle = (c + 3 t) / k turns\nfor arm c of k, t = 0 … 1',
  },
  circles: { says: 'Rings in each other.', formula: 'r = 0.9 (c + 1) / k for ring c of k' },
  moons: {
    says: 'Two half circles that hook into each other.',
    formula: '± 0.6 (cos πt − 1/2, sin πt − 1/4),  t = 0 … 1',
  },
  xor: {
    says: 'XOR with noise: opposite corners are of one class.',
    formula: 'c = [x₁ · x₂ < 0],  corners (±0.7, ±0.7)',
  },
  gaussians: {
    says: 'Clouds around points of a circle; with much noise they overlap, and no network can be right always.',
    formula: 'centre c of k: r = 0.65, angle = c / k turns',
  },
  checkerboard: { says: '4 × 4 fields, with room between them.', formula: 'c = (column + row) mod k' },
  plane: { says: 'A slope; one neuron without activation could learn it.', formula: 'z = (x₁ + x₂) / 2' },
  waves: { says: 'Hills and valleys.', formula: 'z = sin πx₁ · cos πx₂' },
  own: {
    says: 'Painted on the surface, or from a table. They are a part of the recipe: files of weights hold them.',
    formula: 'x₁, x₂ from −1.25 to 1.25',
  },
};

export const lossExplanations: Record<Loss, Explanation> = {
  meanSquaredError: {
    says: 'The mean of the squared distances from what is wanted; goes with every output.',
    formula: 'L = mean (answer − wanted)²',
  },
  crossEntropy: {
    says: 'How surprised the network is by the right class. Made for softmax.',
    formula: 'L = −log p(wanted)',
  },
  binaryCrossEntropy: {
    says: 'Every output is a yes or no of its own. Made for sigmoid.',
    formula: 'L = mean −t log p − (1 − t) log (1 − p)',
  },
  huber: {
    says: 'Squared near what is wanted, straight further away: one wild sample pulls less. Goes with every output.',
    formula: 'L = mean h\nh = e² / 2 where |e| ≤ 1, else |e| − 1/2',
    source: 'Huber 1964',
  },
};

export const optimizerExplanations: Record<OptimizerSpec['type'], Explanation> = {
  adam: {
    says: 'Gives every weight a step of its own size, from running means of its gradient and of its square.',
    formula: 'm ← β₁ m + (1 − β₁) g\nv ← β₂ v + (1 − β₂) g²\nw ← w − rate · m̂ / (√v̂ + ε)',
    source: 'Kingma & Ba 2015',
  },
  adamW: {
    says: 'Adam, and every weight shrinks a little in each step, apart from its gradient.',
    formula: 'w ← w − rate · decay · w\nthen as Adam',
    source: 'Loshchilov & Hutter 2019',
  },
  sgd: {
    says: 'Follows the gradient like a heavy ball that rolls downhill.',
    formula: 'v ← momentum · v + g\nw ← w − rate · v',
    source: 'Polyak 1964',
  },
  nesterov: {
    says: 'Momentum that looks ahead: it corrects for where the ball is about to roll.',
    formula: 'v ← momentum · v + g\nw ← w − rate · (g + momentum · v)',
    source: 'Nesterov 1983; Sutskever et al. 2013',
  },
  rmsprop: {
    says: 'Divides each gradient by its usual size.',
    formula: 'v ← decay · v + (1 − decay) g²\nw ← w − rate · g / (√v + ε)',
    source: 'Tieleman & Hinton 2012',
  },
  rprop: {
    says: 'Looks only at the sign of each gradient: while it stays, the weight’s own step grows; when it turns, the step shrinks. Made for all rows in one batch: in small ones signs are mostly noise.',
    formula: 'Δ ← Δ · increase, or Δ · decrease\nw ← w − sign(g) · Δ',
    source: 'iRPROP−: Igel & Hüsken 2003; Riedmiller & Braun 1993',
  },
};

export const scheduleExplanations: Record<ScheduleSpec['type'], Explanation> = {
  constant: { says: 'The rate stays where it is set.', formula: 'rate' },
  step: { says: 'Down a stair every so often.', formula: 'rate · factor^⌊step / every⌋' },
  cosine: {
    says: 'Large steps first, then ever finer ones.',
    formula: 'rate · (least + (1 − least) (1 + cos πt) / 2)',
    source: 'Loshchilov & Hutter 2017',
  },
  oneCycle: {
    says: 'Up to the rate and down to almost nothing, in one run.',
    formula: 'rate / start  ↗  rate  ↘  rate / (start · end)',
    source: 'Smith & Topin 2018',
  },
  warmUp: {
    says: 'Small steps while the weights are still random, then the rate or what follows.',
    formula: 'rate · step / length',
    source: 'Goyal et al. 2017',
  },
};
