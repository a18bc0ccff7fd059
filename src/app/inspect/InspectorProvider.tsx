import { type ReactNode, useMemo, useState } from 'react';
import { InspectorContext, type PanelId } from './inspector';

/** `open` shows a panel. */
export function InspectorProvider({
  open,
  children,
}: {
  readonly open: (panel: PanelId) => void;
  readonly children: ReactNode;
}) {
  const [row, look] = useState<number | null>(null);
  const [isTestDigit, showTestDigit] = useState(false);
  const inspector = useMemo(
    () => ({ row, look, isTestDigit, showTestDigit, open }),
    [row, isTestDigit, open],
  );
  return <InspectorContext value={inspector}>{children}</InspectorContext>;
}
