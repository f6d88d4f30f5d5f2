import { describe, expect, it } from 'vitest';
import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import { chooseAccounts } from './make-plan.ts';
import type { SelectionOptions } from './command-line.ts';
import { discovered, emptyDiscovery } from './testing/fake-world.ts';

const words: SelectionOptions = {
  apps: [],
  accounts: [],
  allAccounts: false,
  level: 'basic',
  include: [],
  olderThanMs: null,
  keep: [],
  sinceSession: false,
};
const [first, second] = discovered.accounts;
const one: DiscoveryView = { ...discovered, accounts: [first!] };
const twins: DiscoveryView = { ...discovered, accounts: [first!, { ...second!, folder: first!.folder }] };
const mixed: DiscoveryView = {
  ...discovered,
  roots: [...discovered.roots, { ...discovered.roots[0]!, id: 'root2', product: 'qq' }],
  accounts: [first!, { ...second!, product: 'qq', rootId: 'root2', folder: '10001', key: '10001' }],
};

describe('choosing accounts', () => {
  it('an account is named by id, folder or key', () => {
    for (const word of ['acc1', 'wxid_a_1234', 'wxid_a'])
      expect(chooseAccounts({ ...words, accounts: [word, word] }, discovered)).toEqual(['acc1']);
  });

  it('a name that matches two accounts is refused with both ids; an id is accepted', () => {
    expect(() => chooseAccounts({ ...words, accounts: ['wxid_a_1234'] }, twins)).toThrow(/acc1.*acc2/);
    expect(chooseAccounts({ ...words, accounts: ['acc2'] }, twins)).toEqual(['acc2']);
  });

  it('one account needs no choice, two do', () => {
    expect(chooseAccounts(words, one)).toEqual(['acc1']);
    expect(() => chooseAccounts(words, discovered)).toThrow(/accounts-not-chosen/);
    expect(chooseAccounts({ ...words, allAccounts: true }, discovered)).toBe('all');
  });

  it('an app narrows the choice and the names that match', () => {
    expect(chooseAccounts({ ...words, apps: ['qq'] }, mixed)).toEqual(['acc2']);
    expect(chooseAccounts({ ...words, apps: ['wechat'], allAccounts: true }, mixed)).toEqual(['acc1']);
    expect(() => chooseAccounts({ ...words, apps: ['wechat'], accounts: ['10001'] }, mixed)).toThrow(
      /account-unknown/,
    );
  });

  it('an app without data, or no data at all, is no error', () => {
    expect(chooseAccounts({ ...words, apps: ['tim'], allAccounts: true }, mixed)).toBeNull();
    expect(chooseAccounts({ ...words, allAccounts: true }, emptyDiscovery)).toBeNull();
  });
});
