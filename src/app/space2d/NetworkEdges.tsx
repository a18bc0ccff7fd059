import type { BlockWeights } from '../blocks';
import { formatSigned } from '../format';
import { largest } from './heat';
import type { NetLayout } from './netLayout';
import styles from './Stage2d.module.css';

type Props = {
  readonly layout: NetLayout;
  readonly counts: readonly number[];
  /** What the inputs are called. */
  readonly inputs: readonly string[];
  readonly weights: readonly BlockWeights[] | null;
  /** Of the text. */
  readonly scale: number;
};

const thickest = 4;

/** A line for every weight: dashes and colour by sign, width by size; under every neuron its bias. */
export function NetworkEdges({ layout, counts, inputs, weights, scale }: Props) {
  const { columns, sides, labels } = layout;
  const roomy = columns.length < 2 || columns[1][0].x - columns[0][0].x > 56 * scale;
  // Widths are shares of the largest weight, but a network of small weights is not drawn as a strong one.
  const most = Math.max(2, ...(weights ?? []).map((block) => largest(block.weights)));
  return (
    <svg aria-hidden="true">
      {weights?.map(({ weights: values }, at) =>
        columns[at].flatMap((from, i) =>
          columns[at + 1].map((to, j) => {
            const weight = values[i * counts[at + 1] + j];
            const x1 = from.x + sides[at] / 2;
            const x2 = to.x - sides[at + 1] / 2;
            const bend = (x2 - x1) / 2;
            return (
              <path
                // biome-ignore lint/suspicious/noArrayIndexKey: an edge is its two places.
                key={`${at} ${i} ${j}`}
                d={`M${x1} ${from.y}C${x1 + bend} ${from.y} ${x2 - bend} ${to.y} ${x2} ${to.y}`}
                fill="none"
                className={weight < 0 ? styles.negative : styles.positive}
                strokeWidth={0.5 + (thickest * Math.abs(weight)) / most}
                strokeOpacity={0.8}
              />
            );
          }),
        ),
      )}
      {columns.map((column, layer) =>
        column.map(({ x, y }, unit) => {
          const side = sides[layer];
          const bias = weights?.[layer - 1]?.bias?.[unit];
          const text = layer === 0 ? inputs[unit] : bias === undefined ? '' : formatSigned(bias, 1);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a neuron is its place.
            <g key={`${layer} ${unit}`}>
              <rect
                x={x - side / 2}
                y={y - side / 2}
                width={side}
                height={side}
                rx={side / 5}
                className={styles.frame}
              />
              {(labels || layer === 0) && (
                <text x={x} y={y + side / 2 + 11 * scale}>
                  {layer > 0 && text && roomy ? `bias ${text}` : text}
                </text>
              )}
            </g>
          );
        }),
      )}
    </svg>
  );
}
