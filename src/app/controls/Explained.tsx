import type { Explanation } from './explanations';

/** In a tooltip: what the choice that is named does. */
export function Explained({ name, by }: { readonly name: string; readonly by: Explanation }) {
  return (
    <>
      <p>
        <strong>{name}:</strong> {by.says}
      </p>
      <p className="formula">{by.formula}</p>
      {by.source && <p>{by.source}</p>}
    </>
  );
}
