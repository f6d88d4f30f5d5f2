import type { AccountLine, Platform } from '../../../app/platforms/platform.ts';
import { isCaseless, matchesShape } from './shape.ts';

/** The product line of an account folder in a shared root; undefined when a shape cannot be read. */
export async function accountLine(
  platform: Platform,
  rootPath: string,
  accountPath: string,
): Promise<AccountLine | undefined> {
  const caseless = isCaseless(platform);
  for (const line of platform.data.accountLines ?? []) {
    const own = line.account === undefined ? 'yes' : await matchesShape(accountPath, line.account, caseless);
    const rootAnswer = line.root === undefined ? 'yes' : await matchesShape(rootPath, line.root, caseless);
    if (own === 'no-permission' || rootAnswer === 'no-permission') return undefined;
    if (own === 'yes' && rootAnswer === 'yes') return line;
  }
  return undefined;
}
