import type { ComponentType, ReactNode } from 'react';
import { CurvesPanel } from '../charts/CurvesPanel';
import { Recipe } from '../controls/Recipe';
import { RecipeSummary } from '../controls/RecipeSummary';
import { DigitsStage } from '../digits/DigitsStage';
import { PadProvider } from '../digits/padContext';
import { DropZone } from '../files/DropZone';
import { FileDialog } from '../files/FileDialog';
import { Inspect } from '../inspect/Inspect';
import { Seen } from '../Seen';
import { useSessionState } from '../sessionContext';
import { ShapesStage } from '../space2d/ShapesStage';
import { XorStage } from '../space2d/XorStage';
import type { Problem } from '../state';
import { Figures } from './Figures';
import { Header } from './Header';
import { Notices } from './Notices';
import { Panel } from './Panel';
import { useProblemHash } from './problemHash';
import { RunBar } from './RunBar';
import styles from './Shell.module.css';
import { useLayout } from './useLayout';
import { useRunAnnouncements } from './useRunAnnouncements';

const stages: Readonly<Record<Problem, ComponentType>> = {
  xor: XorStage,
  shapes: ShapesStage,
  digits: DigitsStage,
};

export function Shell() {
  const problem = useSessionState((state) => state.problem);
  const Stage = stages[problem];
  const [probe, layout] = useLayout();
  const wide = layout === 'wide';
  const phone = layout === 'phone';
  useProblemHash();
  useRunAnnouncements();

  const recipe = (
    <Panel key="recipe" name="The recipe">
      {wide ? (
        <aside className={styles.recipe} aria-label="Recipe">
          <div className={styles.scroller}>
            <Recipe />
          </div>
        </aside>
      ) : (
        <details className={styles.drawer}>
          <summary>
            <span className="heading">Recipe</span>
            <RecipeSummary />
          </summary>
          <Recipe />
        </details>
      )}
    </Panel>
  );
  const stage = (
    <main key="stage" className={styles.stage}>
      {!wide && <Figures className={styles.figures} />}
      <div id="stage" tabIndex={-1} role="tabpanel" aria-labelledby={`tab-${problem}`}>
        <Panel key={problem} name="This problem">
          <Seen>
            <Stage />
          </Seen>
        </Panel>
      </div>
    </main>
  );
  const curves = (
    <section key="curves" className={styles.curves} aria-label="Curves">
      <div className={styles.scroller}>
        <Panel name="The curves">
          <CurvesPanel />
        </Panel>
      </div>
    </section>
  );
  const inspect = (
    <section key="inspect" className={styles.inspect} aria-label="Inspect">
      <Panel name="The inspector">
        <Seen>
          <Inspect />
        </Seen>
      </Panel>
    </section>
  );

  // The order in which the page is read and tabbed through is the one in which it is seen.
  const parts: ReactNode[] = phone ? [stage, curves, recipe, inspect] : [recipe, stage, curves, inspect];
  return (
    <PadProvider>
      <div className={styles.shell}>
        <span ref={probe} className={styles.probe} />
        {layout && (
          <>
            <Header runBar={!phone} figures={wide} />
            {parts}
          </>
        )}
      </div>
      <footer className={styles.dock}>
        <Notices />
        {phone && <RunBar />}
      </footer>
      <FileDialog />
      <DropZone />
    </PadProvider>
  );
}
