import type { Language } from '../locale/dictionary.ts';

/** A text in every language of the product; a missing language does not compile. */
export type Bilingual = Readonly<Record<Language, string>>;

/** The guide that a claim comes from. */
export type Source = 'wechat' | 'wallet' | 'qq';

/**
 * `ok`: uncontroversial, or agrees with the vendor. `guide`: only the guide says so. `disputed`: wrong, outdated or
 * unprovable. Anything but `ok` must be shown as the guide's words, never as the product's own knowledge.
 */
export type FactStatus = 'ok' | 'guide' | 'disputed';

/** The parts of the three guides, in the order in which a person reads them. */
export type SectionId =
  | 'wechat-exit-paths'
  | 'wechat-multi-device'
  | 'wechat-cleanup-levels'
  | 'wechat-privacy'
  | 'wechat-abnormal-exit'
  | 'wechat-enterprise'
  | 'wechat-third-party'
  | 'wechat-consistency'
  | 'wechat-principles'
  | 'wallet-steps'
  | 'wallet-notes'
  | 'wallet-faq'
  | 'qq-what'
  | 'qq-steps'
  | 'qq-checklist'
  | 'qq-problems'
  | 'qq-alternatives'
  | 'qq-habits';

interface Claim {
  readonly id: string;
  readonly source: Source;
  readonly section: SectionId;
  /** the claim in one or two sentences of our own, complete without the table that it may stand in */
  readonly says: Bilingual;
}

/** One claim of a guide. A disputed one without its correction does not compile. */
export type Fact =
  | (Claim & { readonly status: 'ok' | 'guide'; readonly remark?: Bilingual })
  | (Claim & { readonly status: 'disputed'; readonly correction: Bilingual });
