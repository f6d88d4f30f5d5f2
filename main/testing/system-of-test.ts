import { isAtOrBelow } from '../../app/cleanup/containment.ts';
import type { PathStyle } from '../../app/cleanup/containment.ts';
import type { Processes } from '../system/ports.ts';
import { createSystem } from '../system/system.ts';
import type { SystemOf } from '../system/system.ts';

/** Environment variable with the absolute folder of the programs that a test starts. The shipped program has none. */
export const programsVariable = 'SIGNOFF_TEST_PROGRAMS';

/** The processes whose executable lies below `folder`; could-not-tell stays could-not-tell. */
export function processesBelow(folder: string, processes: Processes, style: PathStyle = 'posix'): Processes {
  return {
    async list() {
      const list = await processes.list();
      if (list.kind === 'could-not-tell') return list;
      const below = list.processes.filter(({ path }) => path !== null && isAtOrBelow(folder, path, style));
      return { kind: 'known', processes: below };
    },
  };
}

/**
 * The operating system of a program under test. It sees only the test's own programs, so that test runs side by side
 * do not disturb each other and no test can end a messenger of the developer.
 */
export const systemOfTest: SystemOf = (name, env) => {
  const folder = env[programsVariable];
  if (folder === undefined) throw new Error(`${programsVariable} is not set`);
  const system = createSystem(name, env);
  const style = name === 'windows' ? 'windows' : 'posix';
  return { ...system, processes: processesBelow(folder, system.processes, style) };
};
