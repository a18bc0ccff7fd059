import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { classCount } from '../../datasets/shapes2d';
import type { ShapesData } from '../../training/trainer';
import { withShapes } from '../controls/recipeEdit';
import { inputNames } from '../inputNames';
import type { Session } from '../session';
import { useSession, useSessionState } from '../sessionContext';
import { className, sayAnswer } from './classNames';
import { DecisionSurface, useSurfaceAnswers } from './DecisionSurface';
import { NetworkPicture, useNeuronAnswers } from './NetworkPicture';
import { PointsLayer } from './PointsLayer';
import { PointsSummary } from './PointsSummary';
import { PointTools } from './PointTools';
import { shapesPlane } from './plane';
import { PointsEditor } from './pointsEditor';
import { eraser, type ToolChoice, toolFor } from './pointTools';
import styles from './Stage2d.module.css';
import { SurfaceSwitches } from './SurfaceSwitches';
import { usePointAnswers } from './usePointAnswers';

const looking: ToolChoice = { type: 'look' };

export function ShapesStage() {
  const data = useSessionState((state) => state.run.spec.data);
  return data.type === 'shapes' ? <StageOf data={data} /> : null;
}

/** The network goes on with them; one for as many classes is made where it is not. */
function learn(session: Session, data: ShapesData): void {
  const { spec } = session.getState().run;
  if (spec.data.type === 'shapes' && classCount(spec.data) === classCount(data)) session.changeData(data);
  else session.rebuild(withShapes(spec, data));
}

function StageOf({ data: learned }: { readonly data: ShapesData }) {
  const session = useSession();
  const [editor] = useState(() => new PointsEditor(learned, (changed) => learn(session, changed)));
  useEffect(() => editor.show(learned), [editor, learned]);
  useEffect(() => () => editor.close(), [editor]);
  const data = useSyncExternalStore(editor.data.subscribe, editor.data.get);
  const classes = classCount(data);

  const [choice, setChoice] = useState<ToolChoice>(looking);
  const [isFlat, setFlat] = useState(false);
  const [showsTest, setShowsTest] = useState(true);
  const answers = useSurfaceAnswers(shapesPlane, classes);
  const neurons = useNeuronAnswers(shapesPlane, classes);
  const points = usePointAnswers(editor);

  // A class that is gone, or a value where there are classes now, can't be painted.
  const isOffered = choice.type !== 'paint' || classes === 0 || choice.target < classes;
  const shown: ToolChoice = isOffered ? choice : looking;
  const tool = useMemo(() => (isOffered ? toolFor(editor, choice) : null), [editor, choice, isOffered]);

  return (
    <div className={styles.stage}>
      <DecisionSurface
        answers={answers}
        plane={shapesPlane}
        isFlat={isFlat}
        label="Decision surface: what the network answers for every point from −1.25 to 1.25."
        say={(place, answer) => sayAnswer(place, answer, data)}
        tool={tool}
        toolDid={shown.type === 'paint' ? `A point of ${className(data, shown.target)}.` : 'Erased.'}
        onKey={(event, crosshair) => {
          if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') editor.undo();
          else if (crosshair && (event.key === 'Delete' || event.key === 'Backspace')) {
            const tool = eraser(editor);
            tool.begin(crosshair);
            tool.end();
          } else return false;
          return true;
        }}
      >
        <PointsLayer points={points} showsTest={showsTest} />
      </DecisionSurface>
      <section className={styles.points} aria-label="Points">
        <PointTools editor={editor} data={data} choice={shown} onChoose={setChoice} />
        <div className={styles.underPoints}>
          <PointsSummary points={points} />
          <SurfaceSwitches isFlat={isFlat} onFlat={setFlat} showsTest={showsTest} onTest={setShowsTest} />
        </div>
      </section>
      <NetworkPicture answers={neurons} inputs={inputNames.shapes} />
    </div>
  );
}
