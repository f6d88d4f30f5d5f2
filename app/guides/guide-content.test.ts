import { describe, expect, it } from 'vitest';
import { facts } from './facts.ts';
import { besides, parts, partsOf, placeOf, searchGuides } from './guide-content.ts';

const idsIn = (found: ReturnType<typeof partsOf>): string[] =>
  found.flatMap((part) => part.entries.map((entry) => entry.fact.id));

describe('what can be read in the guides', () => {
  it('is every claim, each in exactly one place', () => {
    expect(idsIn(parts).sort()).toEqual(facts.map((fact) => fact.id).sort());
  });

  it('is reached from the guide that the claim comes from', () => {
    for (const source of ['wechat', 'wallet', 'qq'] as const)
      expect(idsIn(partsOf(source)).sort()).toEqual(
        facts
          .filter((fact) => fact.source === source)
          .map((fact) => fact.id)
          .sort(),
      );
  });

  it('has the correction beside every disputed claim', () => {
    for (const fact of facts) if (fact.status === 'disputed') expect(besides(fact)).toBe(fact.correction);
  });
});

describe('the search', () => {
  it('finds a claim by its words in the language of the reader', () => {
    expect(idsIn(searchGuides('助记词', 'zh-CN'))).toContain('IM-STEP-CACHE');
    expect(idsIn(searchGuides('mnemonic', 'en-US'))).toContain('IM-STEP-CACHE');
    expect(idsIn(searchGuides('助记词', 'en-US'))).toEqual([]);
  });

  it('needs every word and minds neither case nor white space', () => {
    expect(idsIn(searchGuides('  TRAY   left ', 'en-US'))).toEqual(['WX-EXIT-TRAY']);
    expect(idsIn(searchGuides('tray mnemonic', 'en-US'))).toEqual([]);
  });

  it('looks into corrections, remarks, table cells and ids', () => {
    expect(idsIn(searchGuides('aq.qq.com', 'zh-CN'))).toEqual(['QQ-STEP-ENTER']);
    expect(idsIn(searchGuides('xwechat_files', 'zh-CN'))).toEqual(['WX-CLEAN-DEEP']);
    expect(idsIn(searchGuides('区块链存证', 'zh-CN'))).toEqual(['WX-ENT-CUSTOM']);
    expect(idsIn(searchGuides('qq-prep-mail', 'en-US'))).toEqual(['QQ-PREP-MAIL']);
  });

  it('finds every claim by its own sentence', () => {
    for (const fact of facts)
      for (const language of ['zh-CN', 'en-US'] as const)
        expect(idsIn(searchGuides(fact.says[language], language))).toContain(fact.id);
  });

  it('finds nothing for an empty query', () => {
    expect(searchGuides('', 'zh-CN')).toEqual([]);
    expect(searchGuides('   ', 'zh-CN')).toEqual([]);
  });
});

describe('an address', () => {
  it('points at a claim, a part or a guide', () => {
    expect(placeOf('QQ-STEP-COOL')).toMatchObject({
      source: 'qq',
      anchor: 'qq-steps',
      fact: { id: 'QQ-STEP-COOL' },
    });
    expect(placeOf('wallet-faq')).toEqual({ source: 'wallet', anchor: 'wallet-faq', fact: null });
    expect(placeOf('qq-walk')).toEqual({ source: 'qq', anchor: 'qq-walk', fact: null });
    expect(placeOf('wallet')).toEqual({ source: 'wallet', anchor: null, fact: null });
  });

  it('that nobody knows opens the first guide', () => {
    expect(placeOf('no-such-thing')).toEqual({ source: 'wechat', anchor: null, fact: null });
    expect(placeOf('')).toEqual({ source: 'wechat', anchor: null, fact: null });
  });
});
