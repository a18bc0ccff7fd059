/** What a pointer does on the plane: paint points, or erase them. */
import type { PlaneTool } from './DecisionSurface';
import { withoutPointsAt, withPoint } from './ownPoints';
import type { Place } from './plane';
import type { PointsEditor } from './pointsEditor';

export type ToolChoice =
  | { readonly type: 'look' }
  /** `target`: the class, or the value, of the points. */
  | { readonly type: 'paint'; readonly target: number }
  | { readonly type: 'erase' };

/** Between two points of a stroke, and how far the eraser reaches; in the plane's own unit. */
const spacing = 0.07;
const eraserReach = 0.12;

/** A point where the stroke begins, and one after the other on its way. */
export function painter(editor: PointsEditor, target: number): PlaneTool {
  let last: Place | null = null;
  const add = (place: Place): void => {
    last = place;
    const next = withPoint(editor.data.get(), place, target);
    if (next) editor.change(next);
  };
  return {
    reach: 0,
    begin(place) {
      editor.begin();
      add(place);
    },
    extend(place) {
      if (last && Math.hypot(place.x - last.x, place.y - last.y) >= spacing) add(place);
    },
    end: () => editor.end(),
  };
}

export function eraser(editor: PointsEditor): PlaneTool {
  const erase = (place: Place): void => editor.change(withoutPointsAt(editor.data.get(), place, eraserReach));
  return {
    reach: eraserReach,
    begin(place) {
      editor.begin();
      erase(place);
    },
    extend: erase,
    end: () => editor.end(),
  };
}

/** Null: nothing is changed. */
export function toolFor(editor: PointsEditor, choice: ToolChoice): PlaneTool | null {
  if (choice.type === 'look') return null;
  return choice.type === 'erase' ? eraser(editor) : painter(editor, choice.target);
}
