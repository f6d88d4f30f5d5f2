import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compose } from '../../main/assistant/compose.ts';
import { createSystem } from '../../main/system/system.ts';
import { noClipboard } from '../../main/system/portable/no-clipboard.ts';
import { built } from '../systems/signoff.ts';
import { atEnd, makeFolder, makeStage } from '../systems/stage.ts';
import { subject, test } from '../systems/system-test.ts';

interface Pasted {
  readonly formats: number;
  readonly text: string | null;
}

const tool = fileURLToPath(new URL('clipboard-tool.mjs', import.meta.url));
let asked = 0;

/** Runs the other program until it answers, and gives its answer and its end. */
async function otherProgram(context: TestContext, what: 'put' | 'read' | 'hold', text = '') {
  const answer = join(makeFolder(context, 'C:\\clipboard'), `${(asked += 1)}.json`);
  const child = spawn(process.execPath, [tool, what, answer, text], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  atEnd(context, () => child.kill());
  if (what !== 'hold') await ended;
  for (let tries = 0; !existsSync(answer); tries += 1) {
    if (tries > 400 || child.exitCode !== null) throw new Error(`clipboard-tool.mjs could not ${what}`);
    await wait(50);
  }
  const letGo = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  return { said: JSON.parse(readFileSync(answer, 'utf8')) as Pasted, letGo };
}

async function pasted(context: TestContext): Promise<Pasted> {
  return (await otherProgram(context, 'read')).said;
}

/** The assistant as the command line and the browser host compose it. */
async function assistant(context: TestContext, isReachable = true) {
  const stage = makeStage(context);
  const { env } = stage;
  const system = createSystem('windows', env);
  const composed = await compose(
    {
      ...{ env, system: 'windows', dataDir: stage.dataDir, demo: false },
      workers: { kind: 'threads', folder: built, count: 1 },
      capabilities: {
        ...{ tray: false, trash: false, notifications: false },
        ...{ autostart: false, powerEvents: false, openFolder: false },
      },
      warn: () => undefined,
    },
    isReachable ? system : { ...system, clipboard: noClipboard },
  );
  atEnd(context, () => composed.close());
  return composed.client({ host: 'cli', may: ['read', 'write'] });
}

const copied = '林小雨的密码 𠮷';

subject('the clipboard', () => {
  test('is emptied of what another program copied, and only when it is asked for', async (context) => {
    await otherProgram(context, 'put', copied);
    const client = await assistant(context);
    const described = await client.call('host.describe', {});
    assert.equal(described.ok && described.value.capabilities.clipboard, true);
    assert.equal((await pasted(context)).text, copied);
    assert.deepEqual(await client.call('clipboard.clear', {}), { ok: true, value: {} });
    assert.deepEqual(await pasted(context), { formats: 0, text: null });
    // nothing is left open, so the next program can copy
    await otherProgram(context, 'put', 'later');
    assert.equal((await pasted(context)).text, 'later');
  });

  test('that another program holds is refused by name and stays, and is emptied once it is free', async (context) => {
    await otherProgram(context, 'put', copied);
    const client = await assistant(context);
    const holder = await otherProgram(context, 'hold');
    const reply = await client.call('clipboard.clear', {});
    assert.deepEqual(reply, { ok: false, error: { code: 'clipboard-not-cleared', params: { why: 'held' } } });
    await holder.letGo();
    assert.equal((await pasted(context)).text, copied);
    assert.equal((await client.call('clipboard.clear', {})).ok, true);
    assert.equal((await pasted(context)).text, null);
  });

  test('held for a moment is emptied after it', async (context) => {
    await otherProgram(context, 'put', copied);
    const client = await assistant(context);
    const holder = await otherProgram(context, 'hold');
    const [reply] = await Promise.all([
      client.call('clipboard.clear', {}),
      wait(250).then(() => holder.letGo()),
    ]);
    assert.equal(reply.ok, true);
    assert.equal((await pasted(context)).text, null);
  });

  test('without the calls is said to be out of reach and stays', async (context) => {
    await otherProgram(context, 'put', copied);
    const client = await assistant(context, false);
    const described = await client.call('host.describe', {});
    assert.equal(described.ok && described.value.capabilities.clipboard, false);
    assert.equal((await client.call('clipboard.clear', {})).ok, false);
    assert.equal((await pasted(context)).text, copied);
  });
});
