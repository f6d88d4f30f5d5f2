/** What a file is to the person, independent of the messenger that wrote it. */
export const categories = [
  'cache',
  'logs',
  'media',
  'received',
  'credentials',
  'config',
  'database',
  'backup',
  'binary',
  'other',
] as const;
export type Category = (typeof categories)[number];

/** What a permanent removal costs: the person reads this as the risk of a row. */
export const recoverabilities = [
  /** rebuilt by the app */
  'auto',
  /** downloaded again only while the server still has it */
  'redownload',
  /** exists elsewhere only if it is also on the phone or in a backup */
  'phone',
  /** no other copy */
  'none',
  /** costs a new sign-in, no content lost */
  'login',
] as const;
export type Recoverability = (typeof recoverabilities)[number];

/** Four tones and never a score: a number would pretend a precision that does not exist. */
export const risks = ['low', 'medium', 'high', 'irreversible'] as const;
export type Risk = (typeof risks)[number];

/** A: at least two independent public sources; B: one; C: none found, so report-only. */
export const confidences = ['A', 'B', 'C'] as const;
export type Confidence = (typeof confidences)[number];

/** The one mapping from what a removal costs to the tone that is shown, so CLI and window never differ. */
export const riskOf: Readonly<Record<Recoverability, Risk>> = {
  auto: 'low',
  login: 'medium',
  redownload: 'medium',
  phone: 'high',
  none: 'irreversible',
};
