import { type ReactNode, useId } from 'react';
import { classCount, shapeLimits } from '../../datasets/shapes2d';
import type { ShapesData } from '../../training/trainer';
import { Help } from '../controls/Help';
import { formatCount } from '../format';
import { classToken } from '../palette';
import { className } from './classNames';
import { markOutline } from './marks';
import { countPoints, withoutPoints } from './ownPoints';
import { PointFiles } from './PointFiles';
import styles from './PointTools.module.css';
import type { PointsEditor } from './pointsEditor';
import type { ToolChoice } from './pointTools';

type Props = {
  readonly editor: PointsEditor;
  readonly data: ShapesData;
  readonly choice: ToolChoice;
  readonly onChoose: (choice: ToolChoice) => void;
};

/** Values that are painted with. */
const values = [-1, -0.5, 0, 0.5, 1];

/** What a pointer does on the surface. */
export function PointTools({ editor, data, choice, onChoose }: Props) {
  const id = useId();
  const classes = classCount(data);
  const targets = classes === 0 ? values : Array.from({ length: classes }, (_, index) => index);
  const isFull = countPoints(data) >= shapeLimits.ownPoints;
  return (
    <div className={styles.tools}>
      <div role="radiogroup" aria-label="On the surface" className={styles.choices}>
        <Tool
          name={id}
          label="Look"
          isChosen={choice.type === 'look'}
          onChoose={() => onChoose({ type: 'look' })}
        >
          Look
        </Tool>
        {targets.map((target) => (
          <Tool
            key={target}
            name={id}
            label={`Paint ${className(data, target)}`}
            isChosen={choice.type === 'paint' && choice.target === target}
            onChoose={() => onChoose({ type: 'paint', target })}
          >
            {classes === 0 ? <ValueSign value={target} /> : <ClassSign index={target} />}
            {classes === 0 ? String(target).replace('-', '−') : shortName(data, target)}
          </Tool>
        ))}
        <Tool
          name={id}
          label="Erase"
          isChosen={choice.type === 'erase'}
          onChoose={() => onChoose({ type: 'erase' })}
        >
          Erase
        </Tool>
      </div>
      <Help about="painting points" id={`${id}help`}>
        <p>
          Choose a {classes === 0 ? 'value' : 'class'} and click or drag on the surface: the points are
          learned at once, with the weights as they are. A pattern becomes points of your own with the first.
        </p>
        <p>
          By keys: arrows move a crosshair, Space paints or erases there, Delete erases, Ctrl+Z undoes. Up to{' '}
          {formatCount(shapeLimits.ownPoints)} points; files of weights hold them too.
        </p>
      </Help>
      <div className={styles.buttons}>
        {/* Not `disabled`: that would take the focus away. */}
        <button
          type="button"
          className="button"
          aria-disabled={!editor.canUndo}
          onClick={() => editor.undo()}
        >
          Undo
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={countPoints(data) === 0}
          onClick={() => {
            if (countPoints(data) > 0) editor.change(withoutPoints(data));
          }}
        >
          Clear
        </button>
        <PointFiles data={data} />
      </div>
      {isFull && choice.type === 'paint' && (
        <p className={styles.note}>
          {formatCount(shapeLimits.ownPoints)} points are the most there can be. Erase some to paint others.
        </p>
      )}
    </div>
  );
}

/** As short as it can be beside its sign. */
function shortName(data: ShapesData, index: number): string {
  return className(data, index).replace(/^class /, '');
}

type ToolProps = {
  readonly name: string;
  readonly label: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
};

function Tool({ name, label, isChosen, onChoose, children }: ToolProps) {
  return (
    <label className={styles.tool}>
      <input type="radio" name={name} aria-label={label} checked={isChosen} onChange={onChoose} />
      <span>{children}</span>
    </label>
  );
}

export function ClassSign({ index }: { readonly index: number }) {
  return (
    <svg viewBox="0 0 12 12" width="0.75rem" height="0.75rem" aria-hidden="true" className={styles.sign}>
      <path d={markOutline(index)} fill={`var(--${classToken(index)})`} />
    </svg>
  );
}

function ValueSign({ value }: { readonly value: number }) {
  const color = value === 0 ? 'var(--muted)' : value < 0 ? 'var(--neg)' : 'var(--pos)';
  return (
    <svg viewBox="0 0 12 12" width="0.75rem" height="0.75rem" aria-hidden="true" className={styles.sign}>
      <path d={markOutline(0)} fill={color} fillOpacity={value === 0 ? 1 : 0.4 + 0.6 * Math.abs(value)} />
    </svg>
  );
}
