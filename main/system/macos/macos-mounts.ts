import { run } from '../portable/run.ts';
import type { Run } from '../portable/run.ts';
import type { Mounts } from '../ports.ts';

/** Mount points in the output of `mount`: `<device> on <path> (<options>)`. */
function mountedPaths(output: string): readonly string[] {
  return output.split('\n').flatMap((line) => {
    const match = /^.+? on (\/.*) \([^()]*\)$/u.exec(line);
    return match?.[1] === undefined ? [] : [match[1]];
  });
}

/** Mounts from the system's `mount`. An empty list counts as could-not-tell, because the root is always mounted. */
export function macosMounts(runProgram: Run = run): Mounts {
  return {
    async below(realPath) {
      const answer = await runProgram('/sbin/mount', []);
      if (answer.kind === 'could-not-tell') return answer;
      const paths = mountedPaths(answer.stdout.toString('utf8'));
      if (answer.code !== 0 || !paths.includes('/'))
        return { kind: 'could-not-tell', reason: '/sbin/mount: incomplete' };
      return { kind: 'known', paths: paths.filter((path) => path.startsWith(`${realPath}/`)) };
    },
  };
}
