import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import type { WatchEvent } from '../../../app/contract/watch.ts';
import { appText, filesText, ownerCells, sizeText } from './wording.ts';
import type { Wording } from './wording.ts';

function amountText(wording: Wording, { files, bytes }: WatchEvent): string {
  const size = sizeText(wording, Math.abs(bytes));
  if (files === 0 || Math.sign(files) !== Math.sign(bytes)) return size;
  return wording.texts.cli.watch.amount({ files: filesText(wording, Math.abs(files)), size });
}

function whatText(wording: Wording, event: WatchEvent): string {
  const { common, cli } = wording.texts;
  const { kinds, troubles } = cli.watch;
  return kinds[event.kind]({
    category: event.category === null ? cli.words.unknown : common.categories[event.category],
    amount: amountText(wording, event),
    size: sizeText(wording, Math.abs(event.bytes)),
    name: event.name ?? cli.words.unknown,
    trouble: event.trouble === null ? cli.words.unknown : troubles[event.trouble],
  });
}

/** One change as text: time, account, event. */
export function eventText(
  wording: Wording,
  names: Pick<DiscoveryView, 'accounts' | 'roots'>,
  event: WatchEvent,
): string {
  const time = new Intl.DateTimeFormat(wording.language, { timeStyle: 'medium' }).format(event.at);
  const [app, folder] = ownerCells(wording, names, event);
  const name = app === '' ? appText(wording, event.product, '') : app;
  const owner = event.accountId === null ? name : `${name} ${folder}`;
  return `${time}  ${owner}  ${whatText(wording, event)}`;
}
