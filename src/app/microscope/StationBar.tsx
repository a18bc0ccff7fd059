import { type ReactNode, useId } from 'react';
import { NumberField } from '../controls/NumberField';
import { formatCount } from '../format';
import { Tabs } from '../shell/Tabs';
import styles from './Microscope.module.css';
import { placeOf, type Station, unitAt } from './stations';

type Props = {
  readonly stations: readonly Station[];
  readonly station: Station;
  readonly unit: number;
  readonly onStation: (station: Station) => void;
  readonly onUnit: (unit: number) => void;
  /** The id of what is shown of it. */
  readonly controls: string;
  /** The layer's picture. */
  readonly children: ReactNode;
};

const tabId = ({ layer }: Station) => `layer-${layer}`;

/** Through the layers by buttons and arrow keys, and to one of a layer's numbers. */
export function StationBar({ stations, station, unit, onStation, onUnit, controls, children }: Props) {
  const at = stations.indexOf(station);
  const step = (name: string, to: number) => (
    <button
      type="button"
      className="button"
      aria-disabled={!stations[to]}
      onClick={() => stations[to] && onStation(stations[to])}
    >
      {name}
    </button>
  );
  return (
    <>
      <div className={styles.line}>
        {step('← Back', at - 1)}
        {step('Forward →', at + 1)}
        <div className={`${styles.stations} sideways`}>
          <Tabs
            label="Layers"
            tabs={stations.map((each) => ({ id: tabId(each), name: each.title }))}
            selected={tabId(station)}
            onSelect={(id) => {
              const chosen = stations.find((each) => tabId(each) === id);
              if (chosen) onStation(chosen);
            }}
            controls={controls}
          />
        </div>
      </div>
      <div className={styles.line}>
        <UnitFields shape={station.shape} unit={unit} onUnit={onUnit} />
        {children}
      </div>
    </>
  );
}

type UnitProps = {
  readonly shape: readonly number[];
  readonly unit: number;
  readonly onUnit: (unit: number) => void;
};

/** A neuron by its number; of an image a channel, a row and a column. */
function UnitFields({ shape, unit, onUnit }: UnitProps) {
  const id = useId();
  const fields =
    shape.length === 1
      ? [{ name: 'Neuron', value: unit, length: shape[0], to: (value: number) => value }]
      : ['Row', 'Column', 'Channel'].map((name, axis) => ({
          name,
          value: placeOf(shape, unit)[axis],
          length: shape[axis],
          to: (value: number) => unitAt(shape, placeOf(shape, unit).with(axis, value)),
        }));
  return (
    <>
      {fields.map(({ name, value, length, to }) => (
        <div key={name} className={styles.field}>
          <label htmlFor={id + name}>{name}</label>
          <NumberField
            id={id + name}
            rule={{ name: `The ${name.toLowerCase()}`, min: 1, max: length, integer: true }}
            value={value + 1}
            onChange={(typed) => onUnit(to(typed - 1))}
            width="3.5rem"
          />
          <span>of {formatCount(length)}</span>
        </div>
      ))}
    </>
  );
}
