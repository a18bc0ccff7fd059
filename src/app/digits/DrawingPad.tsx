import { useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { useCanvas } from '../useCanvas';
import styles from './DrawingPad.module.css';
import type { Drawing } from './drawing';
import { drawPad, drawPenMark } from './drawStrokes';
import { KeyPen } from './keyPen';
import { createPointerPen, type PointerPen } from './pointerPen';

export function DrawingPad({ drawing }: { drawing: Drawing }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pointerPen = useRef<PointerPen>(null);
  const [keyPen] = useState(() => new KeyPen(drawing));
  const [joins, setJoins] = useState(false);
  const joinsTaps = useRef(joins);
  joinsTaps.current = joins;
  const isEmpty = useSyncExternalStore(drawing.subscribe, () => drawing.isEmpty);
  const canUndo = useSyncExternalStore(drawing.subscribe, () => drawing.canUndo);
  const hasFocus = useRef(false);
  const help = useId();

  const redraw = useCanvas(canvas, (context, width, height) => {
    context.clearRect(0, 0, width, height);
    drawPad(context, drawing, width);
    if (keyPen.place && hasFocus.current) drawPenMark(context, width, keyPen.place, drawing.isDown);
  });
  useEffect(() => drawing.subscribe(redraw), [drawing, redraw]);

  useEffect(() => {
    if (!canvas.current) return;
    const pen = createPointerPen(canvas.current, drawing, () => joinsTaps.current);
    pointerPen.current = pen;
    return () => pen.close();
  }, [drawing]);

  const setFocus = (focused: boolean): void => {
    hasFocus.current = focused;
    if (!focused) keyPen.leave();
    redraw();
  };

  return (
    <div className={styles.pad}>
      <div className={styles.paper}>
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: what is drawn on takes keys itself. */}
        <canvas
          ref={canvas}
          role="application"
          tabIndex={0}
          aria-label="Drawing pad"
          aria-describedby={help}
          data-uses-keys
          onFocus={() => setFocus(true)}
          onBlur={() => setFocus(false)}
          onKeyDown={(event) => {
            if (!keyPen.press(event)) return;
            event.preventDefault();
            redraw();
          }}
          onKeyUp={({ key }) => keyPen.release(key)}
          onContextMenu={(event) => event.preventDefault()}
        />
        {isEmpty && (
          <p className={styles.empty} aria-hidden="true">
            <strong>Draw a digit</strong>0 to 9 or a number, any size, anywhere
          </p>
        )}
      </div>
      {/* Not `disabled`: that would take the focus away, and the next Space would start training. */}
      <div className={styles.under}>
        <button type="button" className="button" aria-disabled={!canUndo} onClick={() => drawing.undo()}>
          Undo
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={isEmpty}
          onClick={() => {
            drawing.clear();
            pointerPen.current?.endTapLine();
          }}
        >
          Clear
        </button>
        <label className={styles.taps}>
          <input
            className="check"
            type="checkbox"
            checked={joins}
            onChange={({ target }) => setJoins(target.checked)}
          />
          Connect taps
        </label>
      </div>
      <div className={styles.hint}>
        {joins ? (
          <>
            <span>Each tap draws a line from the one before.</span>
            <button
              type="button"
              className={styles.newLine}
              aria-disabled={isEmpty}
              onClick={() => pointerPen.current?.endTapLine()}
            >
              New line
            </button>
          </>
        ) : (
          <span id={help} className={styles.keys}>
            By keys: arrows move the pen, Space draws.
          </span>
        )}
      </div>
    </div>
  );
}
