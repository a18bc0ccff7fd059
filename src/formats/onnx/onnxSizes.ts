/** The operators by which PyTorch computes the new shape of `x.view(x.size(0), -1)`, done on the few numbers that they are about. */
import { type Chain, failure, inputOf, sizes, sizesInput, type Value } from './onnxChain';
import type { OnnxNode } from './onnxModel';

export const sizeOperators: Readonly<Record<string, (node: OnnxNode, chain: Chain) => Value>> = {
  Shape(node, chain) {
    const value = inputOf(chain, node, 0);
    if (value?.kind !== 'sample')
      throw failure('unsupported', node, "takes the shape of something else than the network's numbers");
    const start = node.attributes.get('start')?.int ?? 0;
    const end = node.attributes.get('end')?.int ?? undefined;
    return sizes(node, (['batch', ...value.shape] as const).slice(start, end));
  },

  Gather(node, chain) {
    requireAxis0(node);
    const { values } = sizesInput(chain, node, 0);
    const wanted = sizesInput(chain, node, 1);
    return sizes(
      node,
      wanted.values.map((index) => {
        const found = index === 'batch' ? undefined : values.at(index);
        if (found === undefined) throw failure('damaged', node, 'takes a size that is not there');
        return found;
      }),
      wanted.scalar,
    );
  },

  Slice(node, chain) {
    const { values } = sizesInput(chain, node, 0);
    const [start, end, axis, step] = [1, 2, 3, 4].map((place) =>
      inputOf(chain, node, place) ? sizesInput(chain, node, place).values[0] : undefined,
    );
    if (typeof start !== 'number' || typeof end !== 'number' || (axis ?? 0) !== 0 || (step ?? 1) !== 1)
      throw failure('unsupported', node, 'cuts something else than a list of sizes');
    return sizes(node, values.slice(start, end));
  },

  Unsqueeze(node, chain) {
    const { values, scalar } = sizesInput(chain, node, 0);
    const axes = inputOf(chain, node, 1)
      ? sizesInput(chain, node, 1).values
      : (node.attributes.get('axes')?.ints ?? []);
    if (!scalar || axes.length !== 1 || (axes[0] !== 0 && axes[0] !== -1))
      throw failure('unsupported', node, 'makes something else than a list of one size');
    return sizes(node, values);
  },

  Concat(node, chain) {
    requireAxis0(node);
    return sizes(
      node,
      node.inputs.flatMap((_, place) => sizesInput(chain, node, place).values),
    );
  },
};

function requireAxis0(node: OnnxNode): void {
  const axis = node.attributes.get('axis')?.int ?? 0;
  if (axis !== 0 && axis !== -1)
    throw failure('unsupported', node, `works along axis ${axis} of a list of sizes`);
}
