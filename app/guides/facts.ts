import type { Fact } from './fact.ts';
import { qqFacts } from './facts-qq.ts';
import { walletFacts } from './facts-wallet.ts';
import { wechatFacts } from './facts-wechat.ts';

const all = [...wechatFacts, ...walletFacts, ...qqFacts] as const;

/** A claim that really exists: content that rests on an unknown one does not compile. */
export type FactId = (typeof all)[number]['id'];

/** Every claim of the three guides. The product shows them with source and status and repeats none as its own. */
export const facts: readonly (Fact & { readonly id: FactId })[] = all;

/** The same claims by id. */
export const factById = Object.fromEntries(facts.map((fact) => [fact.id, fact])) as Readonly<
  Record<FactId, Fact & { readonly id: FactId }>
>;
