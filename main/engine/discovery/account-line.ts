import type { AccountLine, Platform } from '../../../app/platforms/platform.ts';
import { isCaseless, matchesShape } from './shape.ts';

/** Which of several lines in one root an account folder is of; what cannot be read decides nothing. */
export async function accountLine(
  platform: Platform,
  rootPath: string,
  accountPath: string,
): Promise<AccountLine | undefined> {
  const caseless = isCaseless(platform);
  for (const line of platform.data.accountLines ?? []) {
    const own = line.account === undefined ? 'yes' : await matchesShape(accountPath, line.account, caseless);
    const around = line.root === undefined ? 'yes' : await matchesShape(rootPath, line.root, caseless);
    if (own === 'no-permission' || around === 'no-permission') return undefined;
    if (own === 'yes' && around === 'yes') return line;
  }
  return undefined;
}
