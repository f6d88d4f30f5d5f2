import { settingText } from '../../../../app/settings/setting-text.ts';
import { settingNamesFor } from '../../../../app/settings/settings-table.ts';
import type { SettingName } from '../../../../app/settings/settings-table.ts';
import type { Settings } from '../../../../app/contract/settings.ts';
import { SignOffError } from '../../../../app/contract/errors.ts';
import { call } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Printer } from '../printer.ts';
import { printMeasuredOnly } from '../wording.ts';

function printSettings(
  print: Printer,
  { texts, language }: CommandContext,
  settings: Settings,
  names: readonly SettingName[],
): void {
  print.table(
    [{ align: 'left' }, { align: 'left' }, { align: 'left' }],
    [],
    names.map((name) => [
      name,
      settingText(name, settings[name], texts, language),
      texts.settings.rows[name].name,
    ]),
  );
}

export async function settingsList(context: CommandContext): Promise<CommandResult> {
  const settings = await call(context.client, 'settings.get', {});
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.settings-list/1', settings },
    render: (print) => printSettings(print, context, settings, settingNamesFor({})),
  };
}

export async function settingsSet(context: CommandContext): Promise<CommandResult> {
  const { setting } = context.invocation;
  if (setting === null) throw new SignOffError('internal');
  const settings = await call(context.client, 'settings.set', { [setting.name]: setting.value });
  if (setting.name === 'dataFolders')
    printMeasuredOnly(context.notes, context, await call(context.client, 'accounts.discover', {}));
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.settings-set/1', settings },
    render: (print) => printSettings(print, context, settings, [setting.name]),
  };
}
