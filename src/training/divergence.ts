/** Says why a training can't go on: what happened, in which layer and step, and to which step to go back. */
import type { Fault } from './faults';
import type { History } from './history';
import type { Run } from './run';
import type { Divergence } from './trainEnd';
import type { StepFigures } from './trainer';
import type { Trouble } from './watch';

/** Measured steps that are remembered, the newest last. */
export const trailLength = 64;

export type Trail = readonly StepFigures[];

/** What is known of a training that failed. */
export type Circumstances = {
  readonly run: Run;
  readonly history: History;
  readonly trail: Trail;
  readonly lossOfGuessing: number;
};

const whatBroke: Readonly<Record<Exclude<Fault['what'], 'inputs'>, string>> = {
  weights: 'the weights of',
  outputs: 'what comes out of',
  loss: 'the loss of what comes out of',
  gradient: 'the gradient of',
  update: 'what the step would make of',
};

/** `step` is the one that could not be made. */
export function brokenStep(fault: Fault, step: number, circumstances: Circumstances): Divergence {
  const { run, trail } = circumstances;
  const { what, layer } = fault;
  if (what === 'inputs' || layer === null)
    return {
      kind: 'notFinite',
      step,
      layer: null,
      text: `Step ${count(step)} can't be made: one of its samples has an input that is not a finite number. The weights are as they were; mend the data.`,
      norm: { of: 'weights', points: [] },
      rewindTo: null,
    };
  return {
    kind: 'notFinite',
    step,
    layer,
    text: `Step ${count(step)} can't be made: ${whatBroke[what]} ${title(run, layer)} is not finite any more. The steps before it threw the weights too far.`,
    norm: normsOf(what === 'gradient' ? 'gradient' : 'weights', trail, layer),
    rewindTo: stepToRewindTo(circumstances, step),
  };
}

export function troubled(trouble: Trouble, circumstances: Circumstances): Divergence {
  const rewindTo = stepToRewindTo(circumstances, trouble.before);
  return trouble.kind === 'exploded'
    ? { ...exploded(trouble.before, trouble.loss, circumstances), rewindTo }
    : { ...stuck(trouble.before, trouble.layer, circumstances), rewindTo };
}

type Told = Omit<Divergence, 'rewindTo'>;

function exploded(step: number, loss: number, { run, trail, lossOfGuessing }: Circumstances): Told {
  const first = trail.findLast((figures) => figures.step <= step) ?? trail[0];
  const last = trail[trail.length - 1];
  const growths = last.layers.map(({ weightNorm }, i) => weightNorm / (first.layers[i].weightNorm || 1e-9));
  const layer = growths.indexOf(Math.max(...growths));
  const [from, to] = [first, last].map(({ layers }) => short(layers[layer].weightNorm));
  return {
    kind: 'exploded',
    step,
    layer,
    text: `Since step ${count(step)} the loss is too high: ${short(loss)}, where a network that only guesses has about ${short(lossOfGuessing)}. The weights of ${title(run, layer)} grew most: their norm went from ${from} to ${to}.`,
    norm: normsOf('weights', trail, layer),
  };
}

function stuck(before: number, layer: number, { run, trail }: Circumstances): Told {
  const { layers } = trail[trail.length - 1];
  const name = title(run, layer);
  const zero = [layer, layer + 1].find((i) => layers[i]?.weightNorm === 0);
  const cause = () => {
    if (zero !== undefined)
      return `The weights of ${title(run, zero)} are all zero, and nothing comes back through them: choose another Start.`;
    return layers[layer].deadUnits === 1
      ? 'All of its units are dead: they answer 0 to every sample.'
      : 'Its units are saturated: what goes into them is so large that what they answer no longer changes.';
  };
  return {
    kind: 'stuck',
    step: before + 1,
    layer,
    text: `Since step ${count(before + 1)} no gradient reaches ${name}, though the loss is high. ${cause()}`,
    norm: normsOf('gradient', trail, layer),
  };
}

function stepToRewindTo({ history, lossOfGuessing }: Circumstances, step: number): number | null {
  return history.healthyBefore(step, lossOfGuessing)?.state.position.step ?? null;
}

function normsOf(of: Divergence['norm']['of'], trail: Trail, layer: number): Divergence['norm'] {
  const key = of === 'weights' ? 'weightNorm' : 'gradientNorm';
  return { of, points: trail.map(({ step, layers }) => ({ step, norm: layers[layer][key] })) };
}

const title = (run: Run, layer: number) => run.info.layers[layer].title;
const count = (step: number) => step.toLocaleString('en');
const short = (value: number) => {
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) < 1e5 ? rounded.toLocaleString('en') : rounded.toExponential();
};
