import { hostname, userInfo } from 'node:os';
import { version } from '../../package.json';
import type { HostView } from '../../app/contract/host.ts';
import type { Selection } from '../../app/contract/plans.ts';
import { SignOffError } from '../../app/contract/errors.ts';
import type { Platform } from '../../app/platforms/platform.ts';
import { catalogueCheckedOn } from '../../app/platforms/catalogue.ts';
import { discover, platformsOf } from '../engine/discovery/discover.ts';
import type { Discovery } from '../engine/discovery/discovery.ts';
import { createJobs } from '../engine/jobs/jobs.ts';
import type { Jobs } from '../engine/jobs/jobs.ts';
import { createPlan } from '../engine/planning/create-plan.ts';
import { openPlanStore } from '../engine/plans/plan-store.ts';
import { describeVolumes } from '../engine/runs/plan-roots.ts';
import { demandReady, execute } from '../engine/runs/execute.ts';
import { createReports } from '../engine/ledger/reports.ts';
import { createRuns } from '../engine/runs/runs.ts';
import { scanUsage } from '../engine/planning/scan.ts';
import { computerMark, openSettings } from '../engine/settings/settings.ts';
import { checkSignIn } from '../engine/signin/check-sign-in.ts';
import { excludeOwners } from '../engine/session/owners.ts';
import type { Sessions } from '../engine/session/sessions.ts';
import { createQuitter } from '../engine/signin/quit.ts';
import { takeRunLock } from '../engine/state/run-lock.ts';
import { foreignHomeOwner } from '../engine/state/claim-folder.ts';
import { openStateFolder } from '../engine/state/state-folder.ts';
import type { StateFolder } from '../engine/state/state-folder.ts';
import { withPlannedAccounts } from '../engine/verification/planned-accounts.ts';
import type { NamedFolder } from '../engine/discovery/named-folders.ts';
import { lookAgain } from '../engine/verification/look-again.ts';
import type { VerifyDeps } from '../engine/verification/verify.ts';
import { folderPins, pathStyle, pinsInUse } from '../system/folder-pins.ts';
import { removeXdgAutostart } from '../system/linux/xdg-autostart.ts';
import { createSystem, defaultStateFolder } from '../system/system.ts';
import type { System } from '../system/system.ts';
import { openTrashLook } from '../system/trash-bin.ts';
import type { TrashPlace } from '../system/ports.ts';
import { clientOf } from './assistant.ts';
import type { Assistant, AssistantOptions } from './assistant.ts';
import { createDispatcher } from './dispatcher.ts';
import { createEventHub } from './event-hub.ts';
import { createHandlers } from './handlers.ts';
import type { Wired } from './handlers.ts';
import { wireClipboard } from './wire-clipboard.ts';
import type { ClipboardWiring } from './wire-clipboard.ts';
import { dataFoldersToKeep, demandUsable, namedAtStart, namedInSettings } from './wire-folders.ts';
import { wireFileManager } from './wire-file-manager.ts';
import type { FileManagerWiring } from './wire-file-manager.ts';
import { wireKeep } from './wire-keep.ts';
import type { WiredKeep } from './wire-keep.ts';
import { wireMarks } from './wire-marks.ts';
import type { WiredMarks } from './wire-marks.ts';
import { wireForget } from './wire-forget.ts';
import { wireQuarantine } from './wire-quarantine.ts';
import { wireRecords } from './wire-records.ts';
import { quietFor, quietForRest, restorableIn, wireInterrupted, wireTrash } from './wire-removal.ts';
import { contextIfAny, impactWithin, planWithin, wireSession } from './wire-session.ts';
import { createScanGate, wireWatch } from './wire-watch.ts';

type Looking = Pick<Wired, 'discover' | 'checkSignIn' | 'scan' | 'plan'>;
type DiscoverNamed = (named: readonly NamedFolder[]) => Promise<Discovery>;

/** Discovery with the folders named at the start and those of `named`. */
function wireDiscovery(
  options: AssistantOptions,
  system: Pick<System, 'folders' | 'registry' | 'clock' | 'mounts'> & Partial<Pick<System, 'processes'>>,
  ownFolder: string,
): DiscoverNamed {
  const atStart = namedAtStart(options.dataFolders ?? []);
  return (named) => discover({ ...system, system: options.system, ownFolder, named: [...atStart, ...named] });
}

function wireLooking(options: AssistantOptions, system: System, look: () => Promise<Discovery>): Looking {
  const walking = { workers: options.workers, mounts: system.mounts, clock: system.clock };
  return {
    discover: look,
    checkSignIn: (discovery) => checkSignIn({ ...system, platforms: platformsOf(options.system) }, discovery),
    scan: (discovery, control) => scanUsage(walking, discovery, control),
    plan: (discovery, selection, planId, control) =>
      createPlan(walking, discovery, selection, planId, control),
  };
}

/** The selected accounts that still exist. A deep clean may have removed one, which is no error in a verification. */
function stillThere(selection: Selection, { roots }: Discovery): Selection {
  if (selection.accounts === 'all') return selection;
  const ids = new Set(roots.flatMap((root) => root.accounts.map((account) => account.id)));
  const accounts = selection.accounts.filter((id) => ids.has(id));
  // with its apps the selection still says where to look
  if (accounts.length === 0 && selection.products !== undefined) return { ...selection, accounts: 'all' };
  if (accounts.length === 0) throw new SignOffError('nothing-found', {});
  return { ...selection, accounts };
}

const noPlan = ['nothing-found', 'account-not-found'];

/** Plans again for a second look, with the accounts as planned, and within the session while there is one. */
function collectAgain(
  looking: Looking,
  session: Sessions,
  platforms: readonly Platform[],
): VerifyDeps['collect'] {
  return async (scope, selection, control) => {
    const context = selection.sinceSession ? await contextIfAny(session.context) : null;
    const discovery = await withPlannedAccounts(await looking.discover(), scope, platforms);
    const sessionEnded = selection.sinceSession && context === null;
    try {
      const whole = await looking.plan(discovery, stillThere(selection, discovery), 'verification', control);
      return {
        plan: context === null ? whole : await excludeOwners(whole, discovery, context),
        sessionEnded,
      };
    } catch (error) {
      if (error instanceof SignOffError && noPlan.includes(error.code)) return { plan: null, sessionEnded };
      throw error;
    }
  };
}

interface Stored {
  readonly jobs: Jobs;
  readonly state: StateFolder;
  readonly session: Sessions;
  readonly bin: TrashPlace | null;
  readonly keep: WiredKeep;
  readonly accountMarks: WiredMarks;
}

async function wireStored(
  options: AssistantOptions,
  system: System,
  looking: Looking,
  { jobs, state, session, bin, keep, accountMarks }: Stored,
) {
  const collect = collectAgain(looking, session, platformsOf(options.system));
  const reports = createReports(state);
  const { clock, marks } = system;
  const store = openPlanStore(state, clock);
  const records = wireRecords({ state, reports, plans: store, marks, clock }, (error) =>
    options.warn(lineOf(error)),
  );
  const { plans } = records;
  await records.clear();
  const quiet = quietFor(options, system);
  const removal = {
    place: options.workers,
    pins: folderPins,
    style: pathStyle,
    state,
    reports,
    clock: system.clock,
    ...(system.holders === undefined ? {} : { holders: system.holders }),
    rediscover: looking.discover,
    ...(bin === null ? {} : { trash: () => bin, look: () => openTrashLook(bin) }),
  };
  const runs = createRuns({
    jobs,
    plans,
    reports,
    can: (mode) => mode !== 'trash' || (options.capabilities.trash && bin !== null),
    lock: (runId) => takeRunLock(state, system.marks, runId),
    async demandReady(plan) {
      await keep.demandFree(plan);
      return demandReady({ rediscover: looking.discover, assertQuiet: (found) => quiet(plan, found) }, plan);
    },
    execute: (run) => execute(removal, run),
    async verify(plan, report, control) {
      const restorable = restorableIn(state, bin);
      const mine = async () =>
        (await accountMarks.list()).flatMap((one) => (one.isMine ? one.accountId : []));
      const found = await lookAgain(
        { collect, restorable, mine, clock: system.clock },
        plan,
        report,
        control,
      );
      // a failure here must not lose the second look
      // a failure here must not lose the second look
      await accountMarks.endWith(report).catch((error: unknown) => options.warn(lineOf(error)));
      return found;
    },
    clearRecords: () => records.clear(),
    ...wireInterrupted(removal, plans, system, {
      quiet: quietForRest(options, system),
      demandFree: (plan) => keep.demandFree(plan),
    }),
  });
  return { plans, reports, runs, records };
}

function homeOf({ env, system }: AssistantOptions): string {
  return env[system === 'windows' ? 'USERPROFILE' : 'HOME'] ?? '';
}

function hostView(
  options: AssistantOptions,
  dataDir: string,
  clipboard: ClipboardWiring,
  fileManager: FileManagerWiring,
): HostView {
  return {
    version,
    system: options.system,
    demo: options.demo,
    home: homeOf(options),
    dataDir,
    locationsCheckedOn: catalogueCheckedOn,
    capabilities: {
      ...options.capabilities,
      openFolder: fileManager.canShow(),
      clipboard: clipboard.canClear(),
    },
  };
}

function wireHost(options: AssistantOptions, system: System, dataDir: string) {
  const clipboard = wireClipboard(options, system);
  const fileManager = wireFileManager(system);
  return { clipboard, fileManager, host: () => hostView(options, dataDir, clipboard, fileManager) };
}

/** The user's number where no list of users has a name for it, as in a container. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.geteuid?.() ?? '');
  }
}

/** One line for the log: the error's name and message, without its stack. */
function lineOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return error instanceof Error ? `${error.name}: ${error.message}${cause}` : String(error);
}

/**
 * The path of the assistant's own folder. Root never keeps files in another user's home, because that user could
 * redirect them. Throws `foreign-home` unless such a home is allowed.
 */
function ownFolderPath(options: AssistantOptions): string {
  const home = homeOf(options);
  const owner = foreignHomeOwner(home);
  if (owner !== null && options.allowForeignHome !== true) throw new SignOffError('foreign-home', { home });
  if (options.dataDir !== null) return options.dataDir;
  if (owner === null) return defaultStateFolder(options.system, options.env);
  return `${defaultStateFolder(options.system, { HOME: userInfo().homedir })}-for-${owner}`;
}

/**
 * Opens the assistant's own folder. Discovers first, so that nothing is written into a messenger's folder or after a
 * named folder was refused.
 */
async function openOwnFolder(options: AssistantOptions, system: System, path: string): Promise<StateFolder> {
  const { folders, registry, clock, mounts } = system;
  const found = await wireDiscovery(options, { folders, registry, clock, mounts }, path)([]);
  demandUsable(found, options.dataFolders ?? []);
  return openStateFolder(path, clock);
}

/**
 * Builds the assistant for one host. The only place that passes ports of the operating system to services. Throws
 * `foreign-home` for root in another user's home, `data-folder-refused` for a named folder, and `data-dir-unusable`,
 * `data-dir-refused` and `data-dir-not-apart` when its own folder cannot be used; everything later is a typed reply.
 * Hosts leave `system` out.
 */
export async function compose(
  options: AssistantOptions,
  system: System = createSystem(options.system, options.env),
): Promise<Assistant> {
  const onUnexpected = (error: unknown): void => options.warn(lineOf(error));
  const ownFolder = ownFolderPath(options);
  const state = await openOwnFolder(options, system, ownFolder);
  const hub = createEventHub(onUnexpected);
  const scans = createScanGate(createJobs(system.clock, hub.emit, onUnexpected), hub.onAny);
  const { jobs } = scans;
  const settings = await openSettings(state, computerMark(hostname(), userName()));
  const accountMarks = wireMarks({ state, clock: system.clock, settings, hub });
  const platforms = platformsOf(options.system);
  const keep = wireKeep({ ...system, state, hub, platforms, session: () => session.get() });
  const discoverNamed = wireDiscovery(options, system, ownFolder);
  const discoverKept = () => discoverNamed(namedInSettings(settings.get().dataFolders));
  const looking = wireLooking(options, system, discoverKept);
  const trash = wireTrash(options);
  const session = wireSession(options, system, { jobs, state, settings, hub, discover: looking.discover });
  const stored = await wireStored(options, system, looking, {
    ...{ jobs, state, session, bin: trash.place, keep, accountMarks },
  });
  const quitter = createQuitter({ ...system, jobs, platforms, discover: looking.discover });
  const { discover: look } = looking;
  const parts = { jobs, state, settings, hub, onUnexpected, reports: stored.reports, discover: look };
  const { quarantine, retention } = wireQuarantine(options, system, parts);
  const watch = wireWatch(options, system, { hub, settings, scans, onUnexpected, discover: look });
  const handlers = createHandlers({
    ...looking,
    plan: planWithin(keep.planWith(looking.plan), session.context),
    withImpact: impactWithin(session),
    session,
    ...stored,
    ...{ now: () => system.clock.now(), systemCalls: pinsInUse },
    forget: wireForget({
      ...{ state, marks: system.marks, jobs, session, settings, keep },
      removeAutostart: async () =>
        options.system === 'linux' && (await removeXdgAutostart(options.env, options.dataDir)),
    }),
    volumesOf: (plan) => describeVolumes(system.volumes, plan.roots, state.path),
    dataFolders: (wanted) => dataFoldersToKeep(wanted, settings.get().dataFolders, discoverNamed),
    ...wireHost(options, system, state.path),
    ...{ hub, jobs, state, settings, accountMarks, keep, quitter, quarantine, watch },
  });
  const dispatcher = createDispatcher(handlers, options.log ?? (() => undefined), onUnexpected);
  return {
    dispatcher,
    client: (caller) => clientOf(dispatcher, hub.on, caller),
    on: hub.on,
    onAny: hub.onAny,
    retain: () => retention.begin(),
    close: async () => {
      await retention.stop();
      await watch.stop();
      await jobs.close();
      stored.records.stop();
      trash.close();
    },
  };
}
