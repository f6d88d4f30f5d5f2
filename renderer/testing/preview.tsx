import { createRoot } from 'react-dom/client';
import { createStore } from 'zustand/vanilla';
import { SignOffWindow } from '../layout/signoff-window.tsx';
import type { Lost } from '../client/connect.ts';
import { createStores } from '../stores/stores.ts';
import type { Computer } from '../../app/cleanup/computers.ts';
import type { SystemName } from '../../app/platforms/platform.ts';
import type { ErrorCode } from '../../app/contract/errors.ts';
import { FakeContract } from '../../app/testing/fake-contract.ts';
import { busyWatch, session } from '../../app/testing/fake-staying.ts';
import '../tokens.css';
import '../base.css';

declare global {
  interface Window {
    fake?: FakeContract;
  }
}

/* `vite dev`, then /testing/preview.html?lang=en-US&theme=dark&stage=1&job=3000&empty&lost=taken-over&refuse=plan-expired&batches=3&cut=resumable&trash&watch=degraded&session=undecided&computer=own&marks&system=windows&folders */
const wish = new URLSearchParams(window.location.search);
const refuse = wish.get('refuse');
const cut = wish.get('cut');
const client = new FakeContract({
  jobMs: Number(wish.get('job') ?? '600'),
  stage: Number(wish.get('stage') ?? '0'),
  empty: wish.has('empty'),
  noUsage: wish.has('nousage'),
  batches: Number(wish.get('batches') ?? '0'),
  trash: wish.has('trash'),
  openFolder: wish.has('folders'),
  system: (wish.get('system') ?? 'linux') as SystemName,
  ...(wish.has('watch')
    ? {
        watch:
          wish.get('watch') === 'degraded'
            ? {
                ...busyWatch,
                state: 'degraded',
                troubles: [
                  { rootId: 'r1', trouble: 'watch-limit' },
                  { rootId: 'r3', trouble: 'root-gone' },
                ],
              }
            : busyWatch,
      }
    : {}),
  ...(wish.has('session')
    ? { session: { ...session, state: wish.get('session') === 'undecided' ? 'undecided' : 'running' } }
    : {}),
  ...(cut === null ? {} : { interrupted: cut === 'stuck' || cut === 'stopped' ? cut : 'resumable' }),
  settings: {
    language: wish.get('lang') === 'en-US' ? 'en-US' : 'zh-CN',
    theme: wish.get('theme') === 'dark' ? 'dark' : 'light',
    computer: (wish.get('computer') ?? 'shared') as Computer,
  },
  ...(wish.has('marks')
    ? {
        marks: [
          { accountId: 'a1', name: '我的微信', isMine: true },
          { accountId: 'a3', name: '妈妈', isMine: false },
        ],
      }
    : {}),
  ...(refuse === null ? {} : { refuse: refuse as ErrorCode }),
});
window.fake = client;
const lostWish: Readonly<Record<string, Lost>> = {
  'program-gone': 'program-gone',
  'taken-over': 'taken-over',
  'opened-elsewhere': 'opened-elsewhere',
};
const lost = createStore<Lost>(() => lostWish[wish.get('lost') ?? ''] ?? null);
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<SignOffWindow stores={createStores({ client, lost }, window)} />);
