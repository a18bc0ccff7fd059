import { memo } from 'react';
import type { BlockWeights } from '../blocks';
import { formatSigned } from '../format';
import type { ChosenParameter } from './chosenParameter';
import { largest } from './heat';
import { edgeOf, edgePath, ringOf, ringRadius } from './netGeometry';
import type { NetLayout } from './netLayout';
import styles from './Stage2d.module.css';

type Props = {
  readonly layout: NetLayout;
  readonly counts: readonly number[];
  /** What the inputs are called. */
  readonly inputs: readonly string[];
  readonly weights: readonly BlockWeights[] | null;
  /** Whether a weight or bias is frozen. */
  readonly isFrozen: (parameter: ChosenParameter) => boolean;
  /** Of the text. */
  readonly scale: number;
};

const thickest = 4;

/** A line for every weight and a ring for every bias: dashes and colour by sign, width by size; a pin on what is frozen. */
export const NetworkEdges = memo(function NetworkEdges(props: Props) {
  const { layout, counts, inputs, weights, isFrozen, scale } = props;
  const { columns, sides, labels } = layout;
  const roomy = columns.length < 2 || columns[1][0].x - columns[0][0].x > 56 * scale;
  // Widths are shares of the largest number, but a network of small weights is not drawn as a strong one.
  const most = Math.max(
    2,
    ...(weights ?? []).flatMap((block) => [largest(block.weights), largest(block.bias ?? [])]),
  );
  // To a twentieth of a pixel: what can't be seen to change is not laid out anew.
  const width = (value: number) => Math.round(20 * (0.5 + (thickest * Math.abs(value)) / most)) / 20;
  const sign = (value: number) => (value < 0 ? styles.negative : styles.positive);
  return (
    <svg aria-hidden="true">
      {weights?.map(({ weights: values }, layer) =>
        columns[layer].flatMap((_, from) =>
          columns[layer + 1].map((_, unit) => {
            const weight = values[from * counts[layer + 1] + unit];
            const edge = edgeOf(layout, layer, from, unit);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: an edge is its two places.
              <g key={`${layer} ${from} ${unit}`}>
                <path
                  d={edgePath(edge)}
                  fill="none"
                  className={sign(weight)}
                  strokeWidth={width(weight)}
                  strokeOpacity={0.8}
                />
                {isFrozen({ layer, unit, from }) && <Pin x={edge.end.x - 7} y={edge.end.y} />}
              </g>
            );
          }),
        ),
      )}
      {columns.map((column, layer) =>
        column.map(({ x, y }, unit) => {
          const side = sides[layer];
          const bias = weights?.[layer - 1]?.bias?.[unit];
          const text = layer === 0 ? inputs[unit] : bias === undefined ? '' : formatSigned(bias, 1);
          const ring = layer > 0 && ringOf(layout, layer - 1, unit);
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
                <text x={x + (ring ? ringRadius + 4 : 0)} y={y + side / 2 + 12 * scale}>
                  {layer > 0 && text && roomy ? `bias ${text}` : text}
                </text>
              )}
              {ring && bias !== undefined && (
                <>
                  <circle cx={ring.x} cy={ring.y} r={ringRadius + 2.5} className={styles.ringGround} />
                  <circle
                    cx={ring.x}
                    cy={ring.y}
                    r={ringRadius}
                    fill="none"
                    className={`${sign(bias)} ${styles.ring}`}
                    strokeWidth={width(bias)}
                  />
                  {isFrozen({ layer: layer - 1, unit, from: null }) && <Pin x={ring.x} y={ring.y} />}
                </>
              )}
            </g>
          );
        }),
      )}
    </svg>
  );
});

function Pin({ x, y }: { readonly x: number; readonly y: number }) {
  return <rect x={x - 2.5} y={y - 2.5} width={5} height={5} className={styles.pin} />;
}
