import { describe, expect, it } from 'vitest';
import { headlines } from '../cleanup/verdict.ts';
import { phoneSteps } from '../guides/phone-steps.ts';
import { dictionaries } from '../locale/dictionaries.ts';
import { languages } from '../locale/dictionary.ts';
import { resultStates } from '../testing/result-states.ts';
import { leavingCard } from './leaving-card.ts';

const products = Object.keys(phoneSteps) as (keyof typeof phoneSteps)[];
const digest = '0123456789abcdef';
const accounts = products.map((product) => ({
  ...{
    accountId: 'a-1',
    product,
    line: '4.x',
    folder: 'wxid_secret_1234',
    rootId: 'r-1',
    key: 'wxid_secret',
  },
}));

describe.each(languages)('the card to take along, %s', (language) => {
  const texts = dictionaries[language];
  const states = resultStates.map(
    ({ outcome, headline, report }) => [`${outcome}, ${headline}`, report] as const,
  );

  it('is tried with every headline', () => {
    const seen = new Set(states.map(([, { verification }]) => verification?.verdict.headline));
    expect([...seen]).toEqual(expect.arrayContaining([...headlines]));
  });

  it.each(states)('%s: fits into its code and names no account', (_name, report) => {
    const told = { ...report, runId: `r-${'f'.repeat(16)}`, accounts };
    const { code, headline } = leavingCard(told, digest, texts, language);
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(300);
    expect(code).toContain(headline);
    expect(code).toContain(digest);
    expect(code).toContain(told.runId);
    expect(code).not.toMatch(/wxid|secret/);
  });

  it('counts what the person ticked on the phone, for each messenger', () => {
    const [, report] = states[0]!;
    const [first] = products;
    const confirmed = [{ product: first!, step: 'protect' as const, at: 1 }];
    const { lines } = leavingCard({ ...report, accounts, confirmed }, digest, texts, language);
    const { phone } = texts.records.card;
    const all = String(phoneSteps[first!].length);
    const line = lines.find((one) => one.includes(texts.common.products[first!]));
    expect(line).toContain(phone({ product: texts.common.products[first!], done: '1', all }));
  });
});
