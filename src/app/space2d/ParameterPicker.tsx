import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import { useAnnouncer } from '../announceContext';
import { formatSigned } from '../format';
import {
  type ChoosableNetwork,
  type ChosenParameter,
  chosenByKey,
  isSameParameter,
  parameterName,
} from './chosenParameter';
import { edgeOf, edgePath, parameterAt, ringOf, ringRadius } from './netGeometry';
import type { NetLayout } from './netLayout';
import styles from './Stage2d.module.css';

/** Pixels to a line: a finger hides what is under it. */
const reach = { mouse: 8, touch: 22 };

type Props = {
  readonly network: ChoosableNetwork;
  readonly layout: NetLayout;
  readonly chosen: ChosenParameter;
  readonly onChoose: (chosen: ChosenParameter) => void;
  /** Null while it is not known. */
  readonly readValue: (parameter: ChosenParameter) => number | null;
};

/** Lies over the network's picture: a weight or bias is chosen with a pointer, or by arrow keys. */
export function ParameterPicker({ network, layout, chosen, onChoose, readValue }: Props) {
  const [pointed, setPointed] = useState<ChosenParameter | null>(null);
  const announcer = useAnnouncer();
  const help = useId();

  const under = ({ nativeEvent, pointerType }: PointerEvent<HTMLElement>): ChosenParameter | null =>
    parameterAt(
      layout,
      network.blocks.map(({ bias }) => bias),
      { x: nativeEvent.offsetX, y: nativeEvent.offsetY },
      pointerType === 'touch' ? reach.touch : reach.mouse,
    );

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = chosenByKey(network, chosen, event.key);
    if (!next) return;
    event.preventDefault();
    onChoose(next);
    const value = readValue(next);
    announcer.announce(
      `${parameterName(network, next)}${value === null ? '' : `: ${formatSigned(value, 4)}`}`,
    );
  };

  const hovered = isSameParameter(pointed, chosen) ? null : pointed;
  const value = hovered && readValue(hovered);
  return (
    <>
      <svg aria-hidden="true">
        <Halo layout={layout} parameter={chosen} className={styles.chosen} />
        {hovered && <Halo layout={layout} parameter={hovered} className={styles.pointed} />}
      </svg>
      {hovered && value !== null && (
        <span className={styles.pointedAt} aria-hidden="true">
          {parameterName(network, hovered)} {formatSigned(value, 3)}
        </span>
      )}
      <div
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: weights are chosen by keys.
        tabIndex={0}
        data-uses-keys
        aria-label="Weights and biases"
        aria-describedby={help}
        className={`${styles.picker} ${hovered ? styles.hits : ''}`}
        onPointerMove={(event) => setPointed(event.pointerType === 'touch' ? null : under(event))}
        onPointerLeave={() => setPointed(null)}
        onPointerUp={(event) => {
          const found = event.button === 0 ? under(event) : null;
          if (found) onChoose(found);
        }}
        onKeyDown={onKeyDown}
      />
      <span id={help} className="unseen">
        Up and down go through the biases and weights of a layer, left and right to the next layer. What is
        chosen is shown, and can be changed, below the network.
      </span>
    </>
  );
}

type HaloProps = {
  readonly layout: NetLayout;
  readonly parameter: ChosenParameter;
  readonly className: string;
};

/** Of a wide layer not all neurons are shown. */
function Halo({ layout, parameter: { layer, unit, from }, className }: HaloProps) {
  const { columns } = layout;
  if (!columns[layer + 1]?.[unit] || (from !== null && !columns[layer][from])) return null;
  if (from !== null) return <path d={edgePath(edgeOf(layout, layer, from, unit))} className={className} />;
  const { x, y } = ringOf(layout, layer, unit);
  return <circle cx={x} cy={y} r={ringRadius + 3} className={className} />;
}
