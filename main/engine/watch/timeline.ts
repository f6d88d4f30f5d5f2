import type { Category } from '../../../app/cleanup/categories.ts';
import type { WatchEvent, WatchTrouble, WatchView } from '../../../app/contract/watch.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import type { CellChange, ReceivedFile } from './watch-messages.ts';

const eventsAtMost = 200;
const receivedAtMost = 50;

/** One thing to tell; what it leaves out is nothing. */
export interface Happening {
  readonly kind: WatchEvent['kind'];
  readonly rootId: string;
  readonly accountId?: string | null;
  readonly product: Product;
  readonly category?: Category;
  readonly files?: number;
  readonly bytes?: number;
  readonly name?: string;
  readonly trouble?: WatchTrouble;
  /** the folder directly in the root that this is about: whose account that is may become known only later */
  readonly top?: string | null;
  readonly fileId?: number;
}

type Change = WatchView['changes'][number];

/** Whose account a folder directly in a root is. */
export type OwnerOf = (rootId: string, top: string) => Pick<WatchEvent, 'accountId' | 'product'> | null;

interface Told<T> {
  view: T;
  readonly rootId: string;
  readonly top: string | null;
  /** of the received file that it tells of; 0 = of none */
  readonly fileId: number;
}

function ownerIfNone(told: Told<{ readonly accountId: string | null }>, ownerOf: OwnerOf) {
  const { view, rootId, top } = told;
  return view.accountId === null && top !== null ? ownerOf(rootId, top) : null;
}

/** What was told since the watch began, as far as a person looks back. */
export class Timeline {
  private readonly events: Told<WatchEvent>[] = [];
  private readonly received: Told<WatchView['received'][number]>[] = [];
  private readonly changes = new Map<string, Change>();
  private seq = 0;

  add(at: number, happening: Happening): WatchEvent {
    this.seq += 1;
    const event: WatchEvent = {
      seq: this.seq,
      at,
      kind: happening.kind,
      rootId: happening.rootId,
      accountId: happening.accountId ?? null,
      product: happening.product,
      category: happening.category ?? null,
      files: happening.files ?? 0,
      bytes: happening.bytes ?? 0,
      name: happening.name ?? null,
      trouble: happening.trouble ?? null,
    };
    const { top = null, fileId = 0 } = happening;
    this.events.unshift({ view: event, rootId: event.rootId, top, fileId });
    if (this.events.length > eventsAtMost) this.events.length = eventsAtMost;
    return event;
  }

  receive(at: number, { rootId, accountId, name, bytes, top, id, isAgain }: ReceivedFile): void {
    if (isAgain) {
      for (const one of this.received) if (one.fileId === id) one.view = { ...one.view, bytes };
      for (const one of this.events) if (one.fileId === id) one.view = { ...one.view, bytes };
      return;
    }
    this.received.unshift({ view: { at, accountId, name, bytes }, rootId, top, fileId: id });
    if (this.received.length > receivedAtMost) this.received.length = receivedAtMost;
  }

  change(change: CellChange): void {
    const key = `${change.rootId}/${change.accountId ?? ''}/${change.category}`;
    const before = this.changes.get(key);
    this.changes.set(key, {
      ...change,
      files: change.files + (before?.files ?? 0),
      bytes: change.bytes + (before?.bytes ?? 0),
      allocated: change.allocated + (before?.allocated ?? 0),
    });
  }

  /** what was told of nobody is somebody's by now */
  claim(ownerOf: OwnerOf): void {
    for (const one of this.events) one.view = { ...one.view, ...ownerIfNone(one, ownerOf) };
    for (const one of this.received) {
      const accountId = ownerIfNone(one, ownerOf)?.accountId ?? one.view.accountId;
      one.view = { ...one.view, accountId };
    }
  }

  grown(): number {
    return [...this.changes.values()].reduce((sum, change) => sum + change.bytes, 0);
  }

  view(): Pick<WatchView, 'changes' | 'events' | 'received'> {
    const isMoved = (change: Change): boolean =>
      change.files !== 0 || change.bytes !== 0 || change.allocated !== 0;
    return {
      changes: [...this.changes.values()].filter(isMoved),
      events: this.events.map(({ view }) => view),
      received: this.received.map(({ view }) => view),
    };
  }
}
