import type {
  PurgeView,
  QuarantineBatchView,
  RestoreView,
  StoredEntry,
} from '../../app/contract/quarantine.ts';
import type { ReportView } from '../../app/contract/runs.ts';
import type { Amount } from '../../app/contract/shapes.ts';
import type { Handlers } from '../contract/contract.ts';

interface Support {
  readonly job: (kind: 'restore' | 'purge', amount: Amount, done: () => void) => string;
  readonly isCancelled: (jobId: string) => boolean;
  readonly changed: (batches: number) => void;
}

const day = 86_400_000;
const none: Amount = { files: 0, bytes: 0, allocated: 0 };

function batchOf(index: number, last: boolean): QuarantineBatchView {
  const at = Date.UTC(2026, 10, 18, 8, 30) - index * 9 * day;
  return {
    id: `q-${String(index)}`,
    runId: `r-${String(index)}`,
    at,
    items: 12 + index,
    accounts: [
      { accountId: 'a1', folder: 'wxid_k3f81m2qd0_7c4e' },
      { accountId: 'a2', folder: 'linxiaoyu1994_a1b2' },
    ].slice(0, index === 1 ? 1 : 2),
    roots: index === 1 ? ['/home/li/.config/QQ'] : ['/home/li/文档/xwechat_files', '/home/li/.config/QQ'],
    state: last && index > 1 ? (index > 2 ? 'unfinished' : 'damaged') : 'whole',
    expiresAt: index === 0 || (last && index > 1) ? null : at + 30 * day,
    files: 14_208 - index * 3100,
    bytes: 640_000_000 - index * 120_000_000,
    allocated: 640_000_000 - index * 120_000_000,
  };
}

/** Files of a batch: a folder that was moved as a whole, then chat files, of which two are in the way. */
function entriesOf({ files, bytes, roots }: QuarantineBatchView): StoredEntry[] {
  const [root = ''] = roots;
  const each = Math.floor(bytes / Math.max(1, files));
  const file = (path: string): StoredEntry => ({ root, path, kind: 'file', files: 1, bytes: each });
  const moved = 'wxid_k3f81m2qd0_7c4e/cache/2026-10';
  const inside = Math.min(files, 12);
  return [
    { root, path: moved, kind: 'folder', files: inside, bytes: inside * each },
    ...Array.from({ length: inside }, (_, index) => file(`${moved}/Message/${String(index + 1)}.jpg`)),
    ...Array.from({ length: files - inside }, (_, index) =>
      file(`wxid_k3f81m2qd0_7c4e/msg/file/2026-11/报价 ${String(index + 1)}.pdf`),
    ),
  ];
}

/** A quarantine in memory: what is restored skips two files that are in the way. */
export class FakeQuarantine {
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `quarantine.${string}`>>;
  private batches: QuarantineBatchView[];
  private readonly restored = new Map<string, RestoreView>();
  private readonly purged = new Map<string, PurgeView>();
  /** by batch: paths that went back */
  private readonly returned = new Map<string, ReadonlySet<string>>();
  private readonly support: Support;

  constructor(count: number, support: Support) {
    this.support = support;
    this.batches = Array.from({ length: count }, (_, index) => batchOf(index, index === count - 1));
    this.handlers = {
      'quarantine.list': () => this.batches,
      'quarantine.entries': ({ batchId, text, offset, limit }) => {
        const fit = this.entriesOf(batchId).filter(({ path }) =>
          path.toLowerCase().includes((text ?? '').toLowerCase()),
        );
        return { batchId, total: fit.length, offset, entries: fit.slice(offset, offset + limit) };
      },
      'quarantine.restore': (input) => ({
        jobId: this.restore(input.batchId, input.conflict, input.paths ?? null),
      }),
      'quarantine.restored': ({ jobId }) => this.restored.get(jobId) ?? null,
      'quarantine.purge': (input) => ({ jobId: this.purge(input.batches) }),
      'quarantine.purged': ({ jobId }) => this.purged.get(jobId) ?? null,
    };
  }

  /** a run has put something aside */
  add(id: string, report: ReportView): void {
    const quarantined = report.ways.find(({ way }) => way === 'quarantined') ?? report.removed;
    const { files, bytes, allocated } = quarantined;
    this.set([
      {
        ...batchOf(0, false),
        id,
        runId: report.runId,
        at: report.endedAt,
        expiresAt: null,
        ...{ files, bytes, allocated },
      },
      ...this.batches,
    ]);
  }

  private set(batches: QuarantineBatchView[]): void {
    this.batches = batches;
    this.support.changed(batches.length);
  }

  private entriesOf(batchId: string): readonly StoredEntry[] {
    const batch = this.batches.find((candidate) => candidate.id === batchId);
    if (batch === undefined) throw new Error(`no batch ${batchId}`);
    return entriesOf(batch).filter(
      ({ root, path }) => this.returned.get(batchId)?.has(`${root}/${path}`) !== true,
    );
  }

  /** the amount of the chosen files, which are then no longer listed */
  private take(batchId: string, paths: readonly string[]): Amount {
    const chosen = this.entriesOf(batchId).filter(({ root, path }) =>
      paths.some((one) => `${root}/${path}/`.startsWith(`${one}/`)),
    );
    this.returned.set(
      batchId,
      new Set([...(this.returned.get(batchId) ?? []), ...chosen.map(({ root, path }) => `${root}/${path}`)]),
    );
    const files = chosen.filter(({ kind }) => kind === 'file');
    const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
    return { files: files.length, bytes, allocated: bytes };
  }

  private restore(
    batchId: string,
    conflict: RestoreView['conflict'],
    paths: readonly string[] | null,
  ): string {
    const batch = this.batches.find((candidate) => candidate.id === batchId);
    if (batch === undefined) throw new Error(`no batch ${batchId}`);
    const wanted: Amount = paths === null ? batch : this.take(batchId, paths);
    const jobId: string = this.support.job('restore', wanted, () => {
      const stopped = this.support.isCancelled(jobId);
      const skips = conflict === 'skip' && paths === null;
      const left = stopped ? Math.min(9000, wanted.files) : skips ? 2 : 0;
      const files = wanted.files - left;
      const bytes = stopped ? Math.min(90_000_000, wanted.bytes) : wanted.bytes - left * 20_000;
      const rest: Amount = {
        files: batch.files - files,
        bytes: batch.bytes - bytes,
        allocated: batch.allocated - bytes,
      };
      const isEmptied = rest.files === 0;
      this.restored.set(jobId, {
        batchId,
        conflict,
        restored: { files, bytes, allocated: bytes },
        renamed: conflict === 'rename' && paths === null ? 2 : 0,
        overwritten: conflict === 'overwrite' && paths === null ? 2 : 0,
        signIns: 0,
        kept: left === 0 ? [] : [{ reason: stopped ? 'cancelled' : 'in-the-way', files: left }],
        failed: [],
        examples: skips
          ? [{ path: 'wxid_k3f81m2qd0_7c4e/cache/2026-11/Message/9f1c/210.jpg', why: 'in-the-way' }]
          : [],
        isEmptied,
      });
      this.set(
        this.batches.flatMap((other) =>
          other.id !== batchId ? [other] : isEmptied ? [] : [{ ...batch, ...rest }],
        ),
      );
    });
    return jobId;
  }

  private purge(ids: readonly string[]): string {
    const going = this.batches.filter((batch) => ids.includes(batch.id));
    const sum = going.reduce(
      (total, { files, bytes, allocated }) => ({
        files: total.files + files,
        bytes: total.bytes + bytes,
        allocated: total.allocated + allocated,
      }),
      none,
    );
    const jobId: string = this.support.job('purge', sum, () => {
      this.purged.set(jobId, { ...sum, batches: ids, failed: [] });
      this.set(this.batches.filter((batch) => !ids.includes(batch.id)));
    });
    return jobId;
  }
}
