import { Fragment, type Ref } from 'react';
import { CloseIcon } from './icons';
import { problems } from './problems';
import styles from './ShortcutsDialog.module.css';

const shortcuts: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['Space'], 'Train or pause'],
  [['S'], 'One step'],
  [['R'], 'Reset: fresh weights, everything forgotten'],
  ...problems.map(({ name }, index) => [[String(index + 1)], `Open ${name}`] as const),
  [['?'], 'This list'],
];

const padKeys: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['←', '→', '↑', '↓'], 'Move the pen; with Shift, farther'],
  [['Space', 'Enter'], 'Put the pen down, lift it'],
  [['Ctrl Z', 'Backspace'], 'Undo the last stroke, or Clear'],
  [['Delete'], 'Clear the pad'],
];

const planeKeys: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['←', '→', '↑', '↓'], 'Move the crosshair; with Shift, farther'],
  [['Space', 'Enter'], 'Of Shapes: paint or erase there'],
  [['Delete'], 'Of Shapes: erase there'],
  [['Ctrl Z'], 'Of Shapes: undo'],
];

function Keys({ rows }: { rows: typeof shortcuts }) {
  return (
    <dl className={styles.keys}>
      {rows.map(([keys, what]) => (
        <Fragment key={what}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

export function ShortcutsDialog({ ref }: { ref: Ref<HTMLDialogElement> }) {
  return (
    <dialog ref={ref} className="dialog" aria-labelledby="shortcuts-title">
      <form method="dialog" className="dialog-head">
        <h2 id="shortcuts-title">Keyboard shortcuts</h2>
        <button type="submit" className="button quiet" aria-label="Close">
          <CloseIcon />
        </button>
      </form>
      <h3 className="heading">Anywhere but in a field or on the pad</h3>
      <Keys rows={shortcuts} />
      <h3 className="heading">On the decision surface</h3>
      <Keys rows={planeKeys} />
      <h3 className="heading">On the drawing pad</h3>
      <Keys rows={padKeys} />
    </dialog>
  );
}
