/** The pad of the built site in a browser. What drives a browser is not for Node's sources: the script hands it in. */
import type { Stroke } from '../datasets/digitImage';

export type Pointer = 'mouse' | 'finger';

export type PadAnswer = {
  /** What the page says: a digit, several where it takes the strokes for a number, or that it is not sure. */
  readonly said: string;
  /** Whether it takes them for a number: then the bars are of one of its digits. */
  readonly isNumber: boolean;
  /** As the bars show them, `[10]`. */
  readonly probabilities: readonly number[];
};

export type SitePad = {
  /** Puts the network of a file on the stage. */
  show(weights: Uint8Array): Promise<void>;
  /** Draws, waits for the answer to it all, and clears the pad. Points from 0 to 1 across and down. */
  read(drawing: readonly Stroke[]): Promise<PadAnswer>;
};

/** Each pointer has a page of its own: they can draw at the same time. */
export type Site = {
  readonly pads: Readonly<Record<Pointer, SitePad>>;
  close(): Promise<void>;
};

export type Browser = {
  openSite(): Promise<Site>;
  pngOf(svg: string): Promise<Uint8Array>;
};
