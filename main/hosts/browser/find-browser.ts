import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { win32 } from 'node:path';
import type { SystemName } from '../../../app/platforms/platform.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface FoundBrowser {
  readonly name: string;
  readonly path: string;
}

export interface BrowserSearch {
  readonly found: FoundBrowser | null;
  /** every absolute path that was tried, for the error message */
  readonly lookedIn: readonly string[];
}

function onWindows(env: Environment): readonly FoundBrowser[] {
  const bases = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => env[name]);
  const programs = [
    ['Microsoft Edge', 'Microsoft\\Edge\\Application\\msedge.exe'],
    ['Google Chrome', 'Google\\Chrome\\Application\\chrome.exe'],
    ['Chromium', 'Chromium\\Application\\chrome.exe'],
  ] as const;
  return programs.flatMap(([name, path]) =>
    bases
      .filter((base) => base !== undefined && win32.isAbsolute(base))
      .map((base) => ({ name, path: win32.join(String(base), path) })),
  );
}

const onMac: readonly FoundBrowser[] = [
  { name: 'Google Chrome', path: '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' },
  { name: 'Chromium', path: '/Applications/Chromium.app/Contents/MacOS/Chromium' },
  { name: 'Microsoft Edge', path: '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge' },
];

const onLinux: readonly FoundBrowser[] = [
  { name: 'Chromium', path: '/usr/bin/chromium' },
  { name: 'Chromium', path: '/usr/bin/chromium-browser' },
  { name: 'Google Chrome', path: '/usr/bin/google-chrome-stable' },
  { name: 'Google Chrome', path: '/opt/google/chrome/chrome' },
  { name: 'Microsoft Edge', path: '/usr/bin/microsoft-edge-stable' },
  { name: 'Microsoft Edge', path: '/opt/microsoft/msedge/msedge' },
];

/** Absolute paths only: PATH could lead to another program. */
export function browserCandidates(system: SystemName, env: Environment): readonly FoundBrowser[] {
  if (system === 'windows') return onWindows(env);
  return system === 'macos' ? onMac : onLinux;
}

/** Ubuntu's /usr/bin/chromium-browser starts the snap, which cannot read files in hidden folders. */
async function startsSnap(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(4096);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const text = head.toString('latin1', 0, bytesRead);
    return text.startsWith('#!') && text.includes('/snap/bin/');
  } finally {
    await file.close();
  }
}

async function isUsable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return !(await startsSnap(path));
  } catch {
    return false;
  }
}

/** The first Chromium, Chrome or Edge on this system. `wanted` is the user's choice. */
export async function findBrowser(
  system: SystemName,
  env: Environment,
  wanted: string | undefined,
): Promise<BrowserSearch> {
  const candidates = wanted === undefined ? browserCandidates(system, env) : [{ name: wanted, path: wanted }];
  for (const candidate of candidates) {
    if (await isUsable(candidate.path)) return { found: candidate, lookedIn: [] };
  }
  return { found: null, lookedIn: candidates.map((candidate) => candidate.path) };
}
