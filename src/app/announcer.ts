/**
 * One polite live region for the whole page. What is worth a sentence at once (an end, an error) is
 * said at once; what keeps changing is said at most every five seconds, and only its newest state.
 */
const quietMilliseconds = 5000;

export class Announcer {
  #say: (text: string) => void;
  #lastChatter = Number.NEGATIVE_INFINITY;
  #waiting: (() => string) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #now: () => number;

  constructor(say: (text: string) => void, now: () => number = () => performance.now()) {
    this.#say = say;
    this.#now = now;
  }

  /** An end, an error, a command carried out. */
  announce(text: string): void {
    this.#say(text);
  }

  /** A state that changes often, worded when it is said; null: nothing to say any more. */
  chatter(word: (() => string) | null): void {
    this.#waiting = word;
    if (word === null || this.#timer !== undefined) return;
    const wait = Math.max(600, this.#lastChatter + quietMilliseconds - this.#now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#waiting === null) return;
      this.#lastChatter = this.#now();
      this.#say(this.#waiting());
      this.#waiting = null;
    }, wait);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
