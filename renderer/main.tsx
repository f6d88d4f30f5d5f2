import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from './client/connect.ts';
import { SignOffWindow } from './layout/signoff-window.tsx';
import { createStores } from './stores/stores.ts';
import './tokens.css';
import './base.css';

const root = document.getElementById('root');
if (root !== null) {
  const stores = createStores(connect(window), window);
  createRoot(root).render(
    <StrictMode>
      <SignOffWindow stores={stores} />
    </StrictMode>,
  );
}
