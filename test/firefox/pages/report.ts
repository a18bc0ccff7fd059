/** What a page posts to `report`, where it came from: what `work` gives, or what went wrong in it. */
export type Report<T> = { readonly browser: string; readonly result?: T; readonly error?: string };

export async function reportOn<T>(work: () => Promise<T>): Promise<void> {
  const browser = navigator.userAgent;
  const report: Report<T> = await work().then(
    (result) => ({ browser, result }),
    (error) => ({ browser, error: String(error) }),
  );
  await fetch('report', { method: 'POST', body: JSON.stringify(report) });
}
