/** A drawing as strokes in pad coordinates, and the pen that draws it, whatever moves the pen. */
import type { Stroke } from '../../datasets/digitImage';

export type Point = Stroke[number];

/** The pad's side in its own coordinates, whatever its size on the screen. */
export const padSize = 280;
/** The pen as it is shown; what the network is given is drawn again with a width of its own. */
export const penWidth = 17;

const clamp = (value: number): number => Math.max(0, Math.min(padSize, value));

export class Drawing {
  #strokes: Point[][] = [];
  /** What was cleared, until it is brought back or cleared over. */
  #cleared: Point[][] = [];
  #isDown = false;
  readonly #listeners = new Set<() => void>();

  /** Oldest first; the last one is still growing while `isDown`. */
  get strokes(): readonly Stroke[] {
    return this.#strokes;
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  get isEmpty(): boolean {
    return this.#strokes.length === 0;
  }

  get canUndo(): boolean {
    return !this.isEmpty || this.#cleared.length > 0;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Puts the pen down: a new stroke begins. */
  begin(point: Point): void {
    this.#strokes.push([]);
    this.#isDown = true;
    this.extend([point]);
  }

  /** Puts the pen down where the last stroke ended, and goes on with it. */
  resume(): void {
    this.#isDown = this.#strokes.length > 0;
  }

  extend(points: readonly Point[]): void {
    const stroke = this.#strokes.at(-1);
    if (!this.#isDown || !stroke) return;
    for (const { x, y } of points) {
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      const next = { x: clamp(x), y: clamp(y) };
      const last = stroke.at(-1);
      if (last?.x !== next.x || last.y !== next.y) stroke.push(next);
    }
    this.#changed();
  }

  lift(): void {
    if (!this.#isDown) return;
    this.#isDown = false;
    this.#changed();
  }

  /** Takes the last stroke away; from an empty pad, brings back what was cleared. */
  undo(): void {
    this.#isDown = false;
    if (this.isEmpty) {
      this.#strokes = this.#cleared;
      this.#cleared = [];
    } else this.#strokes.pop();
    this.#changed();
  }

  clear(): void {
    this.#isDown = false;
    if (!this.isEmpty) this.#cleared = this.#strokes;
    this.#strokes = [];
    this.#changed();
  }

  /** Puts strokes from elsewhere in the place of those that are there; what was there is cleared. */
  show(strokes: readonly Stroke[]): void {
    this.clear();
    this.#strokes = strokes.map((stroke) => [...stroke]);
    this.#changed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
