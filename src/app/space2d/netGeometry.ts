/** Where the lines and rings of a network's picture are, and which of them is pointed at. */
import type { ChosenParameter } from './chosenParameter';
import type { NetLayout, Place } from './netLayout';

/** Of a bias's ring, at the lower left corner of its neuron. */
export const ringRadius = 4.5;

/** From the right side of one neuron to the left side of another. */
export type Edge = { readonly start: Place; readonly end: Place };

/** `layer`: the one that it goes to, of those behind the inputs. */
export function edgeOf({ columns, sides }: NetLayout, layer: number, from: number, unit: number): Edge {
  const [a, b] = [columns[layer][from], columns[layer + 1][unit]];
  return {
    start: { x: a.x + sides[layer] / 2, y: a.y },
    end: { x: b.x - sides[layer + 1] / 2, y: b.y },
  };
}

export function edgePath({ start, end }: Edge): string {
  const bend = (end.x - start.x) / 2;
  return `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
}

/** The point of an edge that far along, from 0 to 1. */
export function pointOn({ start, end }: Edge, share: number): Place {
  // Of the Bézier curve above: across its control points give 1.5 t (1 − t) + t³, up 3 t² − 2 t³.
  const t = share;
  const across = 1.5 * t * (1 - t) + t * t * t;
  const up = t * t * (3 - 2 * t);
  return { x: start.x + (end.x - start.x) * across, y: start.y + (end.y - start.y) * up };
}

export function ringOf({ columns, sides }: NetLayout, layer: number, unit: number): Place {
  const { x, y } = columns[layer + 1][unit];
  const half = sides[layer + 1] / 2;
  return { x: x - half, y: y + half };
}

/** An edge as so many straight pieces: a third of a pixel off at most. */
const pieces = 16;

function distanceToEdge(edge: Edge, place: Place): number {
  let least = Number.POSITIVE_INFINITY;
  let a = edge.start;
  for (let piece = 1; piece <= pieces; piece++) {
    const b = pointOn(edge, piece / pieces);
    least = Math.min(least, distanceToPiece(a, b, place));
    a = b;
  }
  return least;
}

function distanceToPiece(a: Place, b: Place, { x, y }: Place): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
}

/**
 * The bias whose ring or neuron is pointed at, or else the weight whose line is nearest, if it is within `reach` pixels;
 * `hasBias` of each layer behind the inputs.
 */
export function parameterAt(
  layout: NetLayout,
  hasBias: readonly boolean[],
  place: Place,
  reach: number,
): ChosenParameter | null {
  const { columns, sides } = layout;
  let nearest: ChosenParameter | null = null;
  let least = reach;
  for (let layer = 0; layer < hasBias.length; layer++) {
    for (let unit = 0; unit < columns[layer + 1].length; unit++) {
      const { x, y } = columns[layer + 1][unit];
      const half = sides[layer + 1] / 2;
      const ring = ringOf(layout, layer, unit);
      const isOn =
        Math.max(Math.abs(place.x - x), Math.abs(place.y - y)) <= half ||
        Math.hypot(place.x - ring.x, place.y - ring.y) <= ringRadius + 3;
      if (hasBias[layer] && isOn) return { layer, unit, from: null };
      for (let from = 0; from < columns[layer].length; from++) {
        const distance = distanceToEdge(edgeOf(layout, layer, from, unit), place);
        if (distance < least) {
          least = distance;
          nearest = { layer, unit, from };
        }
      }
    }
  }
  return nearest;
}
