import type { Category } from '../../../app/cleanup/categories.ts';
import type { WatchEvent, WatchTrouble, WatchView } from '../../../app/contract/watch.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import type { CellChange, ReceivedFile } from './protocol.ts';
import { isNothing, keyOf } from './sums.ts';

/** Events and received files of a view, as the contract promises. */
const maxEvents = 200;
const maxReceived = 50;

/** A change in the words of the timeline; fields that are left out are zero or null. */
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
  /** The folder directly in the root; its account may become known only later. */
  readonly top?: string | null;
  readonly fileId?: number;
}

type Change = WatchView['changes'][number];

/** The account of a folder directly in a root. */
export type OwnerOf = (rootId: string, top: string) => Pick<WatchEvent, 'accountId' | 'product'> | null;

interface Kept<T> {
  view: T;
  readonly rootId: string;
  readonly top: string | null;
  /** Id of the received file; 0 for other events. */
  readonly fileId: number;
}

function ownerIfNone(kept: Kept<{ readonly accountId: string | null }>, ownerOf: OwnerOf) {
  const { view, rootId, top } = kept;
  return view.accountId === null && top !== null ? ownerOf(rootId, top) : null;
}

/** The changes since the watch began, as far back as a person looks. */
export class Timeline {
  private readonly events: Kept<WatchEvent>[] = [];
  private readonly received: Kept<WatchView['received'][number]>[] = [];
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
    if (this.events.length > maxEvents) this.events.length = maxEvents;
    return event;
  }

  receive(at: number, { rootId, accountId, name, bytes, top, id, isUpdate }: ReceivedFile): void {
    if (isUpdate) {
      for (const one of this.received) if (one.fileId === id) one.view = { ...one.view, bytes };
      for (const one of this.events) if (one.fileId === id) one.view = { ...one.view, bytes };
      return;
    }
    this.received.unshift({ view: { at, accountId, name, bytes }, rootId, top, fileId: id });
    if (this.received.length > maxReceived) this.received.length = maxReceived;
  }

  change(change: CellChange): void {
    const key = keyOf(change);
    const before = this.changes.get(key);
    this.changes.set(key, {
      ...change,
      files: change.files + (before?.files ?? 0),
      bytes: change.bytes + (before?.bytes ?? 0),
      allocated: change.allocated + (before?.allocated ?? 0),
    });
  }

  /** Gives events and files of no account the account that is known by now. */
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
    return {
      changes: [...this.changes.values()].filter((change) => !isNothing(change)),
      events: this.events.map(({ view }) => view),
      received: this.received.map(({ view }) => view),
    };
  }
}
