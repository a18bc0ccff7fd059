/** What a file without a card does not say of itself, as options: they are read, suggested, and said back. */
import { activations } from '../engine/layers/activation';
import { losses } from '../engine/losses';
import { lossBehind } from '../training/suggestReading';
import type { FileQuestion, FileReading } from '../training/trainer';
import { choice, listed, typed, typedChoices } from './options';

const inputs = typedChoices(['zeroToOne', 'standardized', 'unitLength']);
const biasNodes = typedChoices(['last', 'first']);
const layouts = typedChoices(['outputsFirst', 'inputsFirst']);
const activationNames = typedChoices(activations);
const lossNames = typedChoices(losses);

export const readingOptions = {
  activations: { type: 'string' },
  input: { type: 'string' },
  'bias-node': { type: 'string' },
  layout: { type: 'string' },
  loss: { type: 'string' },
} as const;

export const readingUsage = `Of a file that doesn't say it itself; what is left away is found by trying, and told:
  --activations A,B,…  one behind each layer, of ${listed(activationNames)}
  --input HOW          what was made of pixels from 0 to 1: one of ${listed(inputs)}
                       (less MNIST's mean, over its deviation; each image over its Euclidean norm)
  --bias-node WHERE    which column of a matrix with one more than there are inputs: ${listed(biasNodes)}
  --layout HOW         of square matrices: ${listed(layouts)}
  --loss NAME          what it is measured by: one of ${listed(lossNames)}`;

type Values = { readonly [O in keyof typeof readingOptions]?: string };
export type GivenReading = Partial<FileReading>;

/** What was given of it. Throws an Error of one sentence. */
export function readReading(values: Values): GivenReading {
  const { activations: names, input, 'bias-node': biasNode, layout, loss } = values;
  return {
    ...(names !== undefined && {
      activations: names.split(',').map((name) => choice('activations', name.trim(), activationNames)),
    }),
    ...(input !== undefined && { input: choice('input', input, inputs) }),
    ...(biasNode !== undefined && { biasNode: choice('bias-node', biasNode, biasNodes) }),
    ...(layout !== undefined && { layout: choice('layout', layout, layouts) }),
    ...(loss !== undefined && { loss: choice('loss', loss, lossNames) }),
  };
}

/** The answer to `question`: what was given, else what it suggests. Throws an Error of one sentence for what is no answer to it. */
export function answer(question: FileQuestion, given: GivenReading): FileReading {
  const { suggested, widths, hasBiasNode, layouts: possible } = question;
  if (given.biasNode && !hasBiasNode)
    throw new Error('no matrix of the file has a column more than there are inputs; leave --bias-node away.');
  if (given.layout && !possible.includes(given.layout))
    throw new Error(`its shapes follow from one another only ${typed(possible[0])}; leave --layout away.`);
  if (widths.length === 0 && given.activations)
    throw new Error('the file says itself what its layers are; leave --activations away.');
  const layers = widths.length - 1;
  if (given.activations && given.activations.length !== layers)
    throw new Error(
      `the file has ${layers} ${layers === 1 ? 'layer' : 'layers'} (${widths.join('-')}); --activations names ${given.activations.length}; name one for each.`,
    );
  const ending = given.activations?.at(-1);
  return { ...suggested, ...(ending !== undefined && { loss: lossBehind(ending) }), ...given };
}

/** `reading` as the options that stand for it, as far as they are asked for. */
export function readingText(question: FileQuestion, reading: FileReading): string {
  return [
    ...(reading.activations.length === 0
      ? []
      : [`--activations ${reading.activations.map(typed).join(',')}`]),
    `--input ${typed(reading.input)}`,
    ...(question.hasBiasNode ? [`--bias-node ${typed(reading.biasNode)}`] : []),
    ...(question.layouts.length > 1 ? [`--layout ${typed(reading.layout)}`] : []),
    `--loss ${typed(reading.loss)}`,
  ].join(' ');
}
