import type { Assistant } from '../../../assistant/assistant.ts';
import { call } from '../command.ts';
import type { CommandContext, CommandResult, World } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createPrinter } from '../printer.ts';

/** Hands the assistant to the window host and waits until the window is closed. */
export async function open(
  context: CommandContext,
  world: World,
  assistant: Assistant,
): Promise<CommandResult> {
  const { invocation, terminal, language, signal } = context;
  // the window's messages are the result of this command, so --quiet keeps them
  const print = createPrinter(terminal.err);
  const { dataDir } = await call(context.client, 'host.describe', {});
  const messages: string[] = [];
  const ended = await world.openWindow({
    assistant,
    language,
    stateFolder: dataDir,
    browser: invocation.browser,
    launch: invocation.launch,
    resident: invocation.resident,
    ownOptions: [
      ...(invocation.roots.length > 0 ? ['--root'] : []),
      ...(invocation.browser === null ? [] : ['--browser']),
    ],
    signal,
    print(line) {
      messages.push(line);
      print.line(line);
    },
  });
  const exitCode = Object.values(exitCodes).find((code) => code === ended) ?? exitCodes.someFailed;
  return { exitCode, json: { schema: 'signoff.open/1', messages }, render: () => undefined };
}
