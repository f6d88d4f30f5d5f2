import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { SessionView } from '../../../app/contract/session.ts';
import type { Clock, FolderPins, Mounts } from '../../system/ports.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { JobControl, Jobs } from '../jobs/jobs.ts';
import { otherFormatError } from '../state/state-folder.ts';
import type { StateFolder, StoredShape } from '../state/state-folder.ts';
import { errorCode, isMissing } from '../fs/errors.ts';
import { removeTree } from '../fs/remove-tree.ts';
import {
  BaselineDamaged,
  BaselineOtherFormat,
  readBaseline,
  readBaselineHead,
  writeBaseline,
} from './baseline-file.ts';
import type { BaselineHead } from './baseline-file.ts';
import type { Span } from './birth.ts';
import { createBaseline } from './baseline.ts';
import type { Baseline } from './baseline.ts';
import { knownDevices, landmarksOf } from './known-devices.ts';
import type { KnownDevices } from './known-devices.ts';
import { accountsCreatedBefore, OwnerAccounts, ownerAccountsIn } from './owner-accounts.ts';
import { takeBaseline } from './take-baseline.ts';

export interface SessionDeps {
  readonly state: StateFolder;
  readonly pins: () => FolderPins;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly mounts: Mounts;
  readonly workers: WorkerPlace;
  readonly discover: () => Promise<Discovery>;
  /** the person's own folders, which identify the disks present at the start */
  readonly homes: () => Promise<readonly string[]>;
  /** hours after which a session must be confirmed */
  readonly hours: () => number;
  readonly changed: (session: SessionView | null) => void;
}

/** What a plan needs to know while a session is running. */
export interface SessionContext {
  /** the time since the start; null = creation times prove nothing, because the clock was wrong */
  readonly span: Span | null;
  readonly owners: OwnerAccounts;
  readonly baseline: Baseline;
  readonly devices: KnownDevices;
}

/**
 * Records the files present at the start, so that leaving removes only the guest's. One session at a time. A record of
 * another format stays where it is, and every method throws `other-format`.
 */
export interface Sessions {
  /**
   * Null without a session. After the record was damaged it throws `session-damaged` until another session starts, so
   * that no window of this program takes a lost session for none.
   */
  get(): Promise<SessionView | null>;
  /** records the baseline in a job; throws `session-running` */
  start(): Promise<{ jobId: string }>;
  /** confirms that an old session continues; throws `session-not-running` */
  confirm(): Promise<SessionView>;
  /** deletes the baseline; throws `session-not-running` */
  end(): Promise<SessionView>;
  /** throws `session-not-running`, `session-undecided` or `session-damaged` */
  readonly context: () => Promise<SessionContext>;
}

const folder = 'session';
const msPerHour = 3_600_000;
/** Tolerance for a clock set back, ms. Beyond it the session's age is unknown. */
const clockSlackMs = 5 * 60_000;

const confirmation = z.strictObject({ id: z.string(), at: z.number() });
const storedConfirmation: StoredShape<z.infer<typeof confirmation>> = {
  version: 1,
  parse: (fields) => confirmation.parse(fields),
};

/** The system's error code, also from an error that is already typed. */
function reasonOf(error: unknown): string {
  if (error instanceof SignOffError) return String(error.params['reason'] ?? '');
  return errorCode(error);
}

function toTypedError(error: unknown, path: string): unknown {
  const reason = reasonOf(error);
  if (reason === 'ENOSPC' || reason === 'EDQUOT')
    return new SignOffError('disk-full', { path }, { cause: error });
  if (error instanceof SignOffError) return error;
  return new SignOffError('data-dir-unusable', { path, reason }, { cause: error });
}

class StoredSessions implements Sessions {
  private readonly deps: SessionDeps;
  private readonly path: string;
  private isRecording = false;
  /** this process met a damaged record and set it aside */
  private isLost = false;

  constructor(deps: SessionDeps) {
    this.deps = deps;
    this.path = join(deps.state.path, folder, 'baseline.bin');
  }

  async get(): Promise<SessionView | null> {
    const found = await this.head();
    if (found !== null) return this.viewOf(found.head, found.storedBytes);
    if (this.isLost) throw new SignOffError('session-damaged');
    return null;
  }

  async start(): Promise<{ jobId: string }> {
    // the person has been told of a record that was lost before
    this.isLost = false;
    const running = await this.get();
    if (running !== null) throw this.alreadyRunning(running.startedAt);
    if (this.isRecording) throw this.alreadyRunning(this.deps.clock.now());
    this.isRecording = true;
    const jobId = this.deps.jobs.start('baseline', async (control) => {
      try {
        await this.record(control);
      } finally {
        this.isRecording = false;
      }
      this.deps.changed(await this.get());
    });
    return { jobId };
  }

  async confirm(): Promise<SessionView> {
    const { head, storedBytes } = await this.requireHead();
    const confirmed = { id: head.id, at: this.deps.clock.now() };
    await this.writing(() =>
      this.deps.state.writeJson([folder, 'confirmed.json'], storedConfirmation, confirmed),
    );
    const view = await this.viewOf(head, storedBytes);
    this.deps.changed(view);
    return view;
  }

  async end(): Promise<SessionView> {
    const { head, storedBytes } = await this.requireHead();
    const view = await this.viewOf(head, storedBytes);
    await this.writing(async () => {
      await rm(this.path, { force: true });
      await removeTree(this.deps.pins(), this.deps.state.path, folder);
    });
    this.deps.changed(null);
    return view;
  }

  readonly context = async (): Promise<SessionContext> => {
    const { head } = await this.requireHead();
    if ((await this.stateOf(head)) === 'undecided')
      throw new SignOffError('session-undecided', { since: new Date(head.startedAt).toISOString() });
    const { columns } = await this.reading(() => readBaseline(this.path));
    return {
      span: this.spanOf(head),
      owners: new OwnerAccounts(head.owners),
      baseline: createBaseline({ columns, roots: head.roots, blind: head.blind }),
      devices: await knownDevices(head.homes, head.roots),
    };
  };

  private spanOf({ startedAt, isClockBehind }: BaselineHead): Span | null {
    return isClockBehind ? null : { from: startedAt, to: this.deps.clock.now() };
  }

  private alreadyRunning(since: number): SignOffError {
    return new SignOffError('session-running', { since: new Date(since).toISOString() });
  }

  private async record(control: JobControl): Promise<void> {
    const { clock, discover, homes, state } = this.deps;
    const startedAt = clock.now();
    const discovery = await discover();
    const landmarks = await landmarksOf(await homes(), discovery, clock);
    const { columns, roots, blind, files, bytes } = await takeBaseline(this.deps, discovery, control);
    const owners = ownerAccountsIn(discovery);
    const id = `s-${randomBytes(8).toString('hex')}`;
    const recorded = { files, bytes, owners, roots: [...roots], blind: [...blind] };
    const head = { id, startedAt, ...recorded, ...landmarks };
    const isMine = await this.writing(async () => {
      await state.place(folder, 'x');
      return writeBaseline(this.path, head, columns);
    });
    if (!isMine) throw this.alreadyRunning(startedAt);
  }

  /** null when no session is running; throws `session-damaged` after setting the file aside */
  private async head(): Promise<{ head: BaselineHead; storedBytes: number } | null> {
    try {
      return await this.reading(() => readBaselineHead(this.path));
    } catch (error) {
      if (error instanceof SignOffError && error.code === 'session-not-running') return null;
      throw error;
    }
  }

  private async requireHead(): Promise<{ head: BaselineHead; storedBytes: number }> {
    return this.reading(() => readBaselineHead(this.path));
  }

  private async reading<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (error) {
      if (isMissing(error)) throw new SignOffError('session-not-running');
      if (error instanceof BaselineOtherFormat)
        throw otherFormatError({ path: this.path, format: error.format });
      if (!(error instanceof BaselineDamaged)) throw toTypedError(error, this.path);
      this.isLost = true;
      await this.setAside();
      throw new SignOffError('session-damaged', {}, { cause: error });
    }
  }

  /** Runs a change in the session's folder and converts its errors to typed ones. */
  private async writing<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw toTypedError(error, this.path);
    }
  }

  private async setAside(): Promise<void> {
    try {
      await this.deps.state.setAside(this.path);
      this.deps.changed(null);
    } catch (error) {
      // another process has set it aside already
      if (!isMissing(error)) throw toTypedError(error, this.path);
    }
  }

  private async stateOf(head: BaselineHead): Promise<SessionView['state']> {
    const confirmed = await this.deps.state.readJson([folder, 'confirmed.json'], storedConfirmation);
    const since = confirmed?.id === head.id ? confirmed.at : head.startedAt;
    const age = this.deps.clock.now() - since;
    return age < -clockSlackMs || age > this.deps.hours() * msPerHour ? 'undecided' : 'running';
  }

  private async viewOf(head: BaselineHead, storedBytes: number): Promise<SessionView> {
    const discovery = await this.deps.discover();
    const known = new OwnerAccounts(head.owners);
    const devices = await knownDevices(head.homes, head.roots);
    const moved = await accountsCreatedBefore(discovery, { owners: known, devices, span: this.spanOf(head) });
    const owners = known.with(moved).idsIn(discovery);
    const current = discovery.roots.flatMap((root) => root.accounts.map((account) => account.id));
    return {
      id: head.id,
      startedAt: head.startedAt,
      state: await this.stateOf(head),
      baseline: { files: head.files, bytes: head.bytes, storedBytes },
      owners: [...owners],
      arrived: current.filter((accountId) => !owners.has(accountId)),
    };
  }
}

export function createSessions(deps: SessionDeps): Sessions {
  return new StoredSessions(deps);
}
