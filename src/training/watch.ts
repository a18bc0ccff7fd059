/** Notices when a training leads nowhere though its numbers are finite: its loss explodes, or no gradient flows. */
import type { BatchResult } from './progressFold';
import type { StepFigures } from './trainer';

/** `before`: the network as it was before this step was still all right. `layer`: one of those with weights. */
export type Trouble = { readonly before: number } & (
  | { readonly kind: 'exploded'; readonly loss: number }
  | { readonly kind: 'stuck'; readonly layer: number }
);

/** Steps of which the mean loss is taken. */
const blockSteps = 32;
/** Exploded: so many blocks in a row have a loss of more than so many times that of guessing. */
const explosions = [
  { factor: 1000, blocks: 1 },
  { factor: 10, blocks: 4 },
  { factor: 1.5, blocks: 32 },
];
/**
 * Stuck: over so many measured steps in a row, of so many samples, the gradient of a layer is shorter than `norm`, while
 * the loss is above a part of that of guessing. Even through four layers of saturated units a gradient that still
 * teaches something is 1000 times longer.
 */
const standstill = { norm: 1e-10, steps: 10, samples: 64, lossFactor: 0.5 };

export type Watch = {
  /** A step that was made; null while all is well. */
  add(step: number, batch: Pick<BatchResult, 'loss' | 'samples' | 'figures'>): Trouble | null;
  /** Of the last steps, about 32; null: there are none yet. */
  readonly meanLoss: number | null;
  /** What counts as knowing nothing: the loss of guessing, or the first of this training if that is higher. */
  readonly lossOfGuessing: number;
};

/** For one training, from its first step on. */
export function createWatch(guessing: number): Watch {
  let lossOfGuessing = guessing;
  let isFirst = true;
  let block = { sum: 0, steps: 0 };
  let mean: number | null = null;
  let above = explosions.map(() => ({ before: 0, blocks: 0 }));
  /** Of each layer: the last step in which it had a gradient, and in how many measured steps and samples since it had none. */
  let still: { before: number; steps: number; samples: number }[] = [];

  const meanLoss = () => (mean === null && block.steps > 0 ? block.sum / block.steps : mean);

  function endBlock(step: number): Trouble | null {
    mean = block.sum / block.steps;
    const first = step - block.steps + 1;
    block = { sum: 0, steps: 0 };
    const loss = mean;
    above = above.map(({ before, blocks }, i) => {
      const isAbove = loss > explosions[i].factor * lossOfGuessing;
      return { before: blocks > 0 ? before : first, blocks: isAbove ? blocks + 1 : 0 };
    });
    const exploded = above.find(({ blocks }, i) => blocks >= explosions[i].blocks);
    return exploded ? { kind: 'exploded', before: exploded.before, loss } : null;
  }

  function addFigures({ step, layers }: StepFigures, samples: number): Trouble | null {
    const isHigh = (meanLoss() ?? 0) > standstill.lossFactor * lossOfGuessing;
    still = layers.map(({ gradientNorm }, i) => {
      const { before, ...count } = still[i] ?? { before: step - 1, steps: 0, samples: 0 };
      return isHigh && gradientNorm < standstill.norm
        ? { before, steps: count.steps + 1, samples: count.samples + samples }
        : { before: step, steps: 0, samples: 0 };
    });
    // The last such layer is the one that lets nothing through.
    const layer = still.findLastIndex(
      (count) => count.steps >= standstill.steps && count.samples >= standstill.samples,
    );
    return layer < 0 ? null : { kind: 'stuck', before: still[layer].before, layer };
  }

  return {
    add(step, { loss, samples, figures }) {
      if (isFirst) lossOfGuessing = Math.max(guessing, loss);
      isFirst = false;
      block.sum += loss;
      block.steps += 1;
      const exploded = block.steps === blockSteps ? endBlock(step) : null;
      return exploded ?? (figures && addFigures(figures, samples));
    },

    get meanLoss() {
      return meanLoss();
    },

    get lossOfGuessing() {
      return lossOfGuessing;
    },
  };
}
