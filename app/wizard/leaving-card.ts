import { phoneSteps } from '../guides/phone-steps.ts';
import type { ReportView } from '../contract/runs.ts';
import type { Product } from '../platforms/platform.ts';
import type { Dictionary } from '../locale/dictionaries.ts';
import type { Language } from '../locale/dictionary.ts';
import { formatTime } from '../locale/format.ts';
import { headlineText } from './receipt.ts';

/** The messengers of a run of which something is left to do on the phone. */
export function productsOnPhone({ accounts }: Pick<ReportView, 'accounts'>): (keyof typeof phoneSteps)[] {
  const isKnown = (product: Product): product is keyof typeof phoneSteps =>
    Object.hasOwn(phoneSteps, product);
  return [...new Set(accounts.map(({ product }) => product))].filter(isKnown);
}

/** 下机单, the card that a person takes along. Names no account. */
export interface LeavingCard {
  readonly title: string;
  readonly headline: string;
  readonly lines: readonly string[];
  /** what its code holds: all of the above as text, at most 300 bytes of UTF-8 */
  readonly code: string;
}

/** `digest`: of the receipt, so that both can be laid side by side later. */
export function leavingCard(
  report: ReportView,
  digest: string,
  texts: Dictionary,
  language: Language,
): LeavingCard {
  const { card } = texts.records;
  const phone = productsOnPhone(report).map((product) =>
    card.phone({
      product: texts.common.products[product],
      done: String(report.confirmed.filter((one) => one.product === product).length),
      all: String(phoneSteps[product].length),
    }),
  );
  const headline = headlineText(report, texts);
  const lines = [
    card.time({ time: formatTime(report.verification?.at ?? report.endedAt, language) }),
    ...(phone.length === 0 ? [] : [card.phones({ list: phone.join(texts.common.listJoin) })]),
    card.run({ id: report.runId }),
    card.digest({ digest }),
  ];
  return { title: card.title, headline, lines, code: [card.title, headline, ...lines].join('\n') };
}
