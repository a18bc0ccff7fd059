import { createContext, useContext } from 'react';

export type PanelId = 'weights' | 'activations' | 'mistakes' | 'map' | 'why' | 'microscope' | 'myDigits';

/** What its panels share. */
export type Inspector = {
  /** The test digit that is looked into, by its number in the test data; null: none yet. */
  readonly row: number | null;
  readonly look: (row: number) => void;
  /** Whether Activations shows that digit, and not the drawing. */
  readonly isTestDigit: boolean;
  readonly showTestDigit: (shown: boolean) => void;
  /** Shows a panel, as by its tab. */
  readonly open: (panel: PanelId) => void;
};

export const InspectorContext = createContext<Inspector | null>(null);

export function useInspector(): Inspector {
  const inspector = useContext(InspectorContext);
  if (inspector === null) throw new Error('useInspector is called outside of InspectorProvider.');
  return inspector;
}
