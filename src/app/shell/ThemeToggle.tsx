import { useSyncExternalStore } from 'react';
import { getTheme, onThemeChange, setTheme, type Theme } from './theme';

const next: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' };

export function ThemeToggle() {
  const theme = useSyncExternalStore(onThemeChange, getTheme);
  const label = `Theme: ${theme === 'auto' ? 'as the system' : theme}`;
  return (
    <button
      type="button"
      className="button quiet"
      aria-label={label}
      title={`${label}. Click for ${next[theme] === 'auto' ? 'the system’s' : next[theme]}.`}
      onClick={() => setTheme(next[theme])}
    >
      <svg viewBox="0 0 16 16" width="1rem" height="1rem" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.6" />
        {theme === 'auto' && <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />}
        {theme === 'light' && <circle cx="8" cy="8" r="2.4" fill="currentColor" />}
        {theme === 'dark' && <circle cx="8" cy="8" r="5.4" fill="currentColor" />}
      </svg>
    </button>
  );
}
