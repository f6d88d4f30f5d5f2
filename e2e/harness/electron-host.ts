import { _electron } from 'playwright';
import type { ElectronApplication } from 'playwright';
import { findElectron } from '../../scripts/find-electron.mjs';
import type { PrivateHome } from './private-home.ts';

/** Starts the unpackaged desktop app on the test's own home. */
export function startElectron(
  where: PrivateHome,
  look: { locale: string; colorScheme: 'light' | 'dark' },
): Promise<ElectronApplication> {
  const executablePath = findElectron();
  if (executablePath === null) throw new Error('the Electron binary is not here');
  return _electron.launch({
    executablePath,
    args: [where.program.folder, `--data-dir=${where.dataDir}`, `--lang=${look.locale}`],
    env: where.env,
    locale: look.locale,
    colorScheme: look.colorScheme,
  });
}
