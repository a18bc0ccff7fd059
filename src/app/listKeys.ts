/** Where a key leads from the item `at`, of `count` in rows of `columns`; undefined: nowhere. */
export function targetOf(key: string, at: number, count: number, columns: number): number | undefined {
  const to = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    Home: 0,
    End: count - 1,
  }[key];
  if (to === undefined) return undefined;
  return to >= 0 && to < count ? to : Math.max(0, at);
}
