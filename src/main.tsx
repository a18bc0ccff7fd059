import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import './app/tokens.css';
import './app/base.css';
import './app/components.css';
import { createSession } from './app/session';
import { problemOfHash } from './app/shell/problemHash';
import { applyTheme } from './app/shell/theme';

applyTheme();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root.');
const session = createSession({
  problem: problemOfHash(window.location.hash) ?? 'xor',
  autoplay: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
});
createRoot(root).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
);
