import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categories } from './categories.ts';
import {
  concernOf,
  headlines,
  isPlanGone,
  judge,
  linkTargets,
  runOutcomes,
  stayingReasons,
} from './verdict.ts';
import type { Amount, PlannedNow, Staying } from './verdict.ts';

const allGone: PlannedNow = { left: 0, behindLinks: 0, unreadable: 0 };

function staying(part: Partial<Staying>): Staying {
  return {
    ...{ reason: 'not-cleaned', category: 'database', accountId: 'a', leadsTo: null, mayHoldSignIn: false },
    ...{ files: 1, bytes: 10, allocated: 4096 },
    ...part,
  };
}

const anyStaying = fc.record({
  reason: fc.constantFrom(...stayingReasons),
  category: fc.option(fc.constantFrom(...categories)),
  accountId: fc.option(fc.constant('a')),
  leadsTo: fc.option(fc.constantFrom(...linkTargets)),
  mayHoldSignIn: fc.boolean(),
  files: fc.nat(1000),
  bytes: fc.nat(1_000_000),
  allocated: fc.nat(1_000_000),
});
const anyPlanned = fc.record({ left: fc.nat(3), behindLinks: fc.nat(3), unreadable: fc.nat(3) });

describe('the concern of what is still there', () => {
  it.each([
    ['a sign-in that stays by rule', { reason: 'report-only', category: 'credentials' }, 'sign-in'],
    ['a shared sign-in', { reason: 'not-selected', category: 'credentials', accountId: null }, 'sign-in'],
    ['a chat database', { category: 'database' }, 'data'],
    ['a received file of no account', { category: 'received', accountId: null }, 'data'],
    ['a chat database of no account', { category: 'database', accountId: null }, 'data'],
    ['a picture of no account', { category: 'media', accountId: null }, 'data'],
    ['a phone backup', { category: 'backup', accountId: null }, 'backup'],
    ['cache of an account', { category: 'cache' }, 'data'],
    ['cache of no account', { category: 'cache', accountId: null }, 'other'],
    ['settings of no account', { category: 'config', accountId: null }, 'other'],
    ['program files', { category: 'binary' }, 'other'],
    ['an unreadable place', { reason: 'unreadable', category: null }, 'unknown'],
    ['another disk', { reason: 'mount', category: 'media' }, 'unknown'],
    ['a tree too deep to open', { reason: 'name-not-representable' }, 'unknown'],
    ['a pipe', { reason: 'special-file', category: 'database' }, 'other'],
    ['a sign-in in the owner’s file', { reason: 'owner-changed', category: 'credentials' }, 'sign-in'],
    ['the owner’s changed database', { reason: 'owner-changed', category: 'database' }, 'other'],
    ['a file that may be the owner’s', { reason: 'owner-unclear', category: 'media' }, 'unknown'],
    ['what is in the quarantine', { reason: 'in-quarantine', category: null, accountId: null }, 'data'],
    ['what is in the trash', { reason: 'in-trash', category: null, accountId: null }, 'data'],
    ['a link to a sign-in', { reason: 'behind-link', category: 'credentials', leadsTo: 'file' }, 'sign-in'],
    ['a link to chats', { reason: 'behind-link', category: 'database', leadsTo: 'folder' }, 'data'],
    [
      'a link to a folder with rows of sign-ins',
      { reason: 'link', category: 'other', leadsTo: 'folder', mayHoldSignIn: true },
      'unknown',
    ],
    [
      'a link to an unreadable place',
      { reason: 'link', category: 'media', leadsTo: 'could-not-tell' },
      'unknown',
    ],
    [
      'a link to a folder, of no account',
      { reason: 'link', category: 'other', accountId: null, leadsTo: 'folder' },
      'unknown',
    ],
    [
      'a link to a sign-in that could not be read',
      { reason: 'behind-link', category: 'credentials', leadsTo: 'could-not-tell' },
      'sign-in',
    ],
    [
      'a planned link to chats that could not be read',
      { reason: 'behind-link', category: 'database', leadsTo: 'could-not-tell' },
      'unknown',
    ],
    [
      'a link to a file, of no account',
      { reason: 'link', category: 'other', accountId: null, leadsTo: 'file' },
      'other',
    ],
    ['a broken link', { reason: 'link', category: 'credentials', leadsTo: 'missing' }, 'other'],
  ] as const)('of %s', (_what, part, concern) => {
    expect(concernOf(staying(part))).toBe(concern);
  });
});

describe('the outcome', () => {
  it('is done only when everything planned is gone and could be checked', () => {
    fc.assert(
      fc.property(fc.constantFrom(...runOutcomes), anyPlanned, fc.array(anyStaying), (run, planned, rest) => {
        const { outcome } = judge(run, planned, rest);
        expect(outcome === 'done').toBe(run === 'done' && isPlanGone(planned));
      }),
    );
  });

  it.each([
    ['done', { left: 1 }, 'partial'],
    ['done', { behindLinks: 1 }, 'partial'],
    ['done', { unreadable: 1 }, 'unchecked'],
    ['done', { unreadable: 1, left: 1 }, 'partial'],
    ['cancelled', {}, 'cancelled'],
    ['interrupted', { left: 5 }, 'interrupted'],
    ['partial', {}, 'partial'],
  ] as const)('of a run that is %s with %o is %s', (run, part, outcome) => {
    expect(judge(run, { ...allGone, ...part }, []).outcome).toBe(outcome);
  });
});

describe('a plan', () => {
  it.each([
    [{}, true],
    [{ left: 1 }, false],
    [{ behindLinks: 1 }, false],
    [{ unreadable: 1 }, false],
  ] as const)('with %o still there is gone: %s', (part, isGone) => {
    expect(isPlanGone({ ...allGone, ...part })).toBe(isGone);
  });
});

describe('the verdict', () => {
  it('names each reason once, in the order of the alphabet', () => {
    const reasons = ['unreadable', 'mount', 'unreadable'] as const;
    const { unknown } = judge(
      'done',
      allGone,
      reasons.map((reason) => staying({ reason })),
    ).verdict;
    expect(unknown.reasons).toEqual(['mount', 'unreadable']);
  });

  it('is nothing-left when nothing of the chosen accounts is there', () => {
    expect(judge('done', allGone, []).verdict).toMatchObject({ headline: 'nothing-left' });
    const settings = staying({ reason: 'report-only', category: 'config', accountId: null });
    expect(judge('done', allGone, [settings]).verdict.headline).toBe('nothing-left');
  });

  it('is sign-in-left after a clean of the caches that was done as planned', () => {
    const rest = [staying({ category: 'credentials' }), staying({ bytes: 2_400_000_000 })];
    const { outcome, verdict } = judge('done', allGone, rest);
    expect(outcome).toBe('done');
    expect(verdict).toMatchObject({
      headline: 'sign-in-left',
      signIns: { places: 1, files: 1, reasons: ['not-cleaned'] },
      data: { bytes: 2_400_000_000 },
    });
  });

  it('is data-left when only phone backups are there', () => {
    expect(judge('done', allGone, [staying({ category: 'backup' })]).verdict.headline).toBe('data-left');
  });

  it('is the worst of what is still there, whatever else is', () => {
    fc.assert(
      fc.property(fc.array(anyStaying), fc.constantFrom(...runOutcomes), anyPlanned, (rest, run, planned) => {
        const { verdict } = judge(run, planned, rest);
        const rank = { 'sign-in': 0, unknown: 1, data: 2, backup: 2, other: 3 } as const;
        const worst = Math.min(3, ...rest.map((one) => rank[concernOf(one)]));
        expect(verdict.headline).toBe(headlines[worst]);
      }),
    );
  });

  it('counts everything of a concern once', () => {
    fc.assert(
      fc.property(fc.array(anyStaying), (rest) => {
        const { signIns, data, backups, unknown } = judge('done', allGone, rest).verdict;
        const counted = rest.filter((one) => concernOf(one) !== 'other');
        const sum = (pick: (one: Amount) => number): number =>
          [signIns, data, backups, unknown].reduce((total, one) => total + pick(one), 0);
        expect(sum(({ files }) => files)).toBe(counted.reduce((total, one) => total + one.files, 0));
        expect(sum(({ bytes }) => bytes)).toBe(counted.reduce((total, one) => total + one.bytes, 0));
        expect(sum(({ allocated }) => allocated)).toBe(
          counted.reduce((total, one) => total + one.allocated, 0),
        );
      }),
    );
  });
});
