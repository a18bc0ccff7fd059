/** The pad by keyboard alone: arrows move a pen that is seen, Space puts it down and lifts it. */
import { type Drawing, type Point, padSize } from './drawing';

const stride = 14;
const longStride = 42;

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class KeyPen {
  /** Null until an arrow is pressed for the first time. */
  place: Point | null = null;
  readonly #held = new Set<string>();
  readonly #drawing: Drawing;

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  /** True if the key was meant for the pad. */
  press(
    event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>,
  ): boolean {
    const { key } = event;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'z') {
      this.#drawing.undo();
      return true;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (key in arrows) {
      this.#held.add(key);
      this.#move(event.shiftKey ? longStride : stride);
    } else if (key === ' ' || key === 'Enter') {
      if (event.repeat) return true;
      if (this.#drawing.isDown) this.#drawing.lift();
      else {
        this.place ??= { x: padSize / 2, y: padSize / 2 };
        this.#drawing.begin(this.place);
      }
    } else if (key === 'Backspace') this.#drawing.undo();
    else if (key === 'Delete') this.#drawing.clear();
    else return false;
    return true;
  }

  release(key: string): void {
    this.#held.delete(key);
  }

  /** The pad has lost focus: the pen is lifted. */
  leave(): void {
    this.#held.clear();
    this.#drawing.lift();
  }

  /** All arrows that are held count, so that two of them go diagonally. */
  #move(length: number): void {
    const from = this.place ?? { x: padSize / 2, y: padSize / 2 };
    let { x, y } = from;
    for (const key of this.#held) {
      x += arrows[key][0] * length;
      y += arrows[key][1] * length;
    }
    this.place = { x: Math.max(0, Math.min(padSize, x)), y: Math.max(0, Math.min(padSize, y)) };
    this.#drawing.extend([this.place]);
  }
}
