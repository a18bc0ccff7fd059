import { type ComponentType, useCallback, useState } from 'react';
import { ActivationsPanel } from '../activations/ActivationsPanel';
import { MapPanel } from '../hiddenMap/MapPanel';
import { MicroscopePanel } from '../microscope/MicroscopePanel';
import { MistakesPanel } from '../mistakes/MistakesPanel';
import { MyDigitsPanel } from '../myDigits/MyDigitsPanel';
import { useSessionState } from '../sessionContext';
import { type Tab, Tabs } from '../shell/Tabs';
import type { Problem } from '../state';
import { WhyPanel } from '../why/WhyPanel';
import styles from './Inspect.module.css';
import { InspectorProvider } from './InspectorProvider';
import type { PanelId } from './inspector';
import { WeightsPanel } from './WeightsPanel';

type PanelEntry = Tab<PanelId> & { readonly of: readonly Problem[]; readonly Content: ComponentType };

/** In the order of the tabs. */
const panels: readonly PanelEntry[] = [
  { id: 'weights', name: 'Weights', of: ['xor', 'shapes', 'digits'], Content: WeightsPanel },
  { id: 'activations', name: 'Activations', of: ['digits'], Content: ActivationsPanel },
  { id: 'mistakes', name: 'Mistakes', of: ['digits'], Content: MistakesPanel },
  { id: 'map', name: 'Map', of: ['digits'], Content: MapPanel },
  { id: 'why', name: 'Why this digit?', of: ['digits'], Content: WhyPanel },
  { id: 'microscope', name: 'Microscope', of: ['xor', 'shapes', 'digits'], Content: MicroscopePanel },
  { id: 'myDigits', name: 'My digits', of: ['digits'], Content: MyDigitsPanel },
];

/** What can be looked into, one at a time. */
export function Inspect() {
  const problem = useSessionState((state) => state.problem);
  const [chosen, setChosen] = useState<PanelId>('weights');
  const open = useCallback((panel: PanelId) => {
    setChosen(panel);
    // What was pressed is gone.
    document.getElementById(`tab-${panel}`)?.focus();
  }, []);
  const offered = panels.filter(({ of }) => of.includes(problem));
  const { id, name, Content } = offered.find((panel) => panel.id === chosen) ?? offered[0];
  if (offered.length === 1)
    return (
      <>
        <h2 className={styles.title}>{name}</h2>
        <Content />
      </>
    );
  return (
    <InspectorProvider open={open}>
      <div className={styles.tabs}>
        <Tabs label="Inspect" tabs={offered} selected={id} onSelect={setChosen} controls="inspect" />
      </div>
      <div id="inspect" role="tabpanel" aria-labelledby={`tab-${id}`}>
        <Content key={id} />
      </div>
    </InspectorProvider>
  );
}
