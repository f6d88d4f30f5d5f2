import { SignOffError } from '../../../../app/contract/errors.ts';
import { errorCode } from '../../../engine/fs/errors.ts';
import type { Invocation } from '../command-line.ts';
import type { CommandResult, World } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ProgressSink } from '../progress.ts';
import { filesText, sizeText } from '../wording.ts';
import type { Wording } from '../wording.ts';

const reasons: Readonly<Record<string, 'no-permission' | 'disk-full'>> = {
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  EROFS: 'no-permission',
  ENOSPC: 'disk-full',
};

function known(error: unknown, path: string): unknown {
  const code = errorCode(error);
  const reason = reasons[code];
  return reason === undefined ? error : new SignOffError(reason, { path }, { cause: error });
}

/** Creates a home folder with invented data; needs no assistant and writes only in that folder. */
export async function demoCreate(
  world: World,
  invocation: Invocation,
  wording: Wording,
  progress: ProgressSink,
): Promise<CommandResult> {
  const folder = invocation.operand ?? '';
  const step = { kind: 'demo', total: invocation.files, bytes: 0, bytesTotal: null, etaMs: null } as const;
  try {
    const made = await world.makeDemo(folder, invocation, (done) =>
      progress.update({ ...step, done, current: null }),
    );
    const { demo } = wording.texts.cli;
    return {
      exitCode: exitCodes.done,
      json: { schema: 'signoff.demo-create/1', ...made },
      render(print) {
        const files = filesText(wording, made.files);
        print.line(demo.created({ folder: made.folder, files, size: sizeText(wording, made.bytes) }));
        print.line(demo.use({ folder: made.folder }));
      },
    };
  } catch (error) {
    throw known(error, folder);
  } finally {
    progress.clear();
  }
}
