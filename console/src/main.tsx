import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { readConfig } from './app/config';
import { loadIdentity } from './identity/load-identity';
import './ui/tokens.css';
import './ui/page.css';
import './ui/parts.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element to draw in');

const identity = loadIdentity(readConfig());

createRoot(root).render(
  <StrictMode>
    <App identity={identity} />
  </StrictMode>,
);
