/** Points while they are painted and erased: every change is seen at once, and learned a few times a second. */
import type { ShapesData } from '../../training/trainer';
import { Feed } from '../feed';

/** Milliseconds between two changes that the network is told of. */
const pause = 100;
const mostUndone = 50;

export class PointsEditor {
  /** What is shown. */
  readonly data: Feed<ShapesData>;
  readonly #commit: (data: ShapesData) => void;
  #committed: ShapesData;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #before: ShapesData[] = [];
  /** As it was when the stroke under way began; null: there is none. */
  #strokeFrom: ShapesData | null = null;

  /** `commit` tells the network. */
  constructor(data: ShapesData, commit: (data: ShapesData) => void) {
    this.data = new Feed<ShapesData>(data);
    this.#committed = data;
    this.#commit = commit;
  }

  get canUndo(): boolean {
    return this.#before.length > 0;
  }

  /** The network has other data, which did not come from here; somebody's own can be had back by Undo. */
  show(data: ShapesData): void {
    if (data === this.#committed) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#strokeFrom = null;
    const before = this.data.get();
    // A network that begins again has a copy of what it had.
    if (before.pattern === 'own' && JSON.stringify(data) !== JSON.stringify(before)) this.#remember(before);
    this.#committed = data;
    this.data.set(data);
  }

  begin(): void {
    this.#strokeFrom ??= this.data.get();
  }

  /** A change within a stroke, or one by itself. */
  change(next: ShapesData): void {
    const before = this.data.get();
    if (next === before) return;
    if (this.#strokeFrom === null) this.#remember(before);
    this.data.set(next);
    this.#timer ??= setTimeout(this.#tell, pause);
    if (this.#strokeFrom === null) this.#tell();
  }

  /** The stroke is over, and undone as one. */
  end(): void {
    const from = this.#strokeFrom;
    this.#strokeFrom = null;
    if (from === null || from === this.data.get()) return;
    this.#remember(from);
    this.#tell();
  }

  undo(): void {
    const before = this.#before.pop();
    if (before === undefined) return;
    this.data.set(before);
    this.#tell();
  }

  close(): void {
    this.#tell();
  }

  readonly #tell = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const data = this.data.get();
    if (data === this.#committed) return;
    this.#committed = data;
    this.#commit(data);
  };

  #remember(data: ShapesData): void {
    this.#before = [...this.#before, data].slice(-mostUndone);
  }
}
