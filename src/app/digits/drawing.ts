/** A drawing as strokes in pad coordinates, and the pen that draws it, whatever moves the pen. */
import type { Stroke } from '../../datasets/digitImage';

export type Point = Stroke[number];

/** The pad's side in its own coordinates, whatever its size on the screen. */
export const padSize = 280;
/** The pen as it is shown; what the network is given is drawn again with a width of its own. */
export const penWidth = 17;

/** A digit that came as an image: it lies on the pad until somebody draws. */
export type PadImage = {
  /** `[784]`, ink 1, as the network gets it. */
  readonly pixels: Float32Array;
  /** What it is, in a sentence. */
  readonly caption: string;
};

type Content = { readonly strokes: Point[][]; readonly image: PadImage | null };

const clamp = (value: number): number => Math.max(0, Math.min(padSize, value));

export class Drawing {
  #strokes: Point[][] = [];
  /** Without strokes. */
  #image: PadImage | null = null;
  /** What was cleared, until it is brought back or cleared over. */
  #cleared: Content | null = null;
  #isDown = false;
  readonly #listeners = new Set<() => void>();

  /** Oldest first; the last one is still growing while `isDown`. */
  get strokes(): readonly Stroke[] {
    return this.#strokes;
  }

  get image(): PadImage | null {
    return this.#image;
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  get isEmpty(): boolean {
    return this.#strokes.length === 0 && this.#image === null;
  }

  get canUndo(): boolean {
    return !this.isEmpty || this.#cleared !== null;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Puts the pen down: a new stroke begins. */
  begin(point: Point): void {
    if (this.#image) this.#empty();
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

  /** Takes the last stroke or the image away; from an empty pad, brings back what was cleared. */
  undo(): void {
    this.#isDown = false;
    if (this.#image) this.#image = null;
    else if (!this.isEmpty) this.#strokes.pop();
    else if (this.#cleared) {
      this.#strokes = this.#cleared.strokes;
      this.#image = this.#cleared.image;
      this.#cleared = null;
    }
    this.#changed();
  }

  clear(): void {
    this.#empty();
    this.#changed();
  }

  /** Puts strokes from elsewhere in the place of those that are there; what was there is cleared. */
  show(strokes: readonly Stroke[]): void {
    this.#empty();
    this.#strokes = strokes.map((stroke) => [...stroke]);
    this.#changed();
  }

  /** The same with an image. */
  showImage(image: PadImage): void {
    this.#empty();
    this.#image = image;
    this.#changed();
  }

  #empty(): void {
    this.#isDown = false;
    if (!this.isEmpty) this.#cleared = { strokes: this.#strokes, image: this.#image };
    this.#strokes = [];
    this.#image = null;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
