/** Light, dark or as the system has it; remembered where storage is allowed. */
export type Theme = 'auto' | 'light' | 'dark';

const storageKey = 'scratchnet.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let theme: Theme = read();

function read(): Theme {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'light' || stored === 'dark' ? stored : 'auto';
  } catch {
    // No storage (a private window, a blocked site): the choice lasts as long as the page.
    return 'auto';
  }
}

function notify(): void {
  for (const listener of [...listeners]) listener();
}

dark.addEventListener('change', notify);

/** To be called before the first paint, so that a remembered theme does not flash. */
export function applyTheme(): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function getTheme(): Theme {
  return theme;
}

export function setTheme(next: Theme): void {
  theme = next;
  applyTheme();
  try {
    if (next === 'auto') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, next);
  } catch {
    // Not remembered, but in force.
  }
  notify();
}

/** Also when the system turns from light to dark while the theme is `auto`. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
