import { existsSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { catalogue } from '../../app/platforms/catalogue.ts';
import type { SystemName } from '../../app/platforms/platform.ts';
import { platformsOf } from '../engine/discovery/discover.ts';
import { makeFolder } from '../engine/runs/testing/run-plan.ts';
import { checkRunning } from '../engine/discovery/running.ts';
import type { ProcessInfo, Processes } from '../system/ports.ts';
import { createSystem } from '../system/system.ts';
import { makeSmallHome, wechat3 } from '../testing/small-home.ts';
import { compose } from './compose.ts';

function only(path: string, name = path.split(/[\\/]/u).at(-1) ?? ''): Processes {
  const processes: readonly ProcessInfo[] = [{ pid: 41, name, path, ownUser: true }];
  return { list: () => Promise.resolve({ kind: 'known', processes }) };
}

async function running(system: SystemName, path: string, product: string): Promise<string | undefined> {
  const views = await checkRunning(only(path), platformsOf(system, catalogue));
  return views.find((view) => view.product === product)?.running;
}

const installed = 'C:\\Program Files (x86)\\Tencent';

describe('a client under another name', () => {
  test.each([
    ['windows', `${installed}\\WeChat\\WeCha2.exe`, 'wechat', 'yes'],
    ['windows', `${installed}\\WeChat\\WeChat3.exe`, 'wechat', 'yes'],
    ['windows', `${installed}\\WeChat\\[3.9.12.51]\\WECHA2.EXE`, 'wechat', 'yes'],
    ['windows', `${installed}\\WeChat\\任意名字.exe`, 'wechat', 'yes'],
    ['windows', 'D:\\WeChat\\WeCha2.exe', 'wechat', 'could-not-tell'],
    ['windows', 'D:\\WeChat\\wechat3.exe', 'wechat', 'could-not-tell'],
    ['windows', 'D:\\Apps\\WeChat - 副本.exe', 'wechat', 'could-not-tell'],
    ['windows', 'D:\\Apps\\WeChat - 副本 (2).exe', 'wechat', 'could-not-tell'],
    ['windows', 'D:\\Apps\\WeChat (2).exe', 'wechat', 'could-not-tell'],
    ['windows', 'D:\\Apps\\WeChat_12.exe', 'wechat', 'could-not-tell'],
    ['windows', 'D:\\Apps\\WeChat 副本.exe', 'wechat', 'could-not-tell'],
    ['windows', 'D:\\Apps\\副本 WeChat.exe', 'wechat', 'could-not-tell'],
    ['windows', 'D:\\Apps\\Copy (2) of WeChat.exe', 'wechat', 'could-not-tell'],
    ['windows', 'D:\\Apps\\微信.exe', 'wechat', 'could-not-tell'],
    ['windows', 'D:\\Apps\\Weixin - Copy.exe', 'wechat', 'could-not-tell'],
    ['windows', `${installed}\\QQNT\\QQ2.exe`, 'qq', 'yes'],
    ['windows', 'D:\\Apps\\qq - 副本.exe', 'qq', 'could-not-tell'],
    ['windows', 'D:\\Apps\\TIM 2.exe', 'tim', 'could-not-tell'],
    ['linux', '/opt/wechat/wechat2', 'wechat', 'yes'],
    ['linux', '/home/me/wechat-2', 'wechat', 'could-not-tell'],
    ['linux', '/opt/wechat-universal/wechat', 'wechat', 'yes'],
    ['linux', '/opt/apps/com.tencent.wechat/files/wechat', 'wechat', 'yes'],
    ['linux', '/opt/QQ/qq-copy', 'qq', 'yes'],
    ['linux', '/opt/linuxqq/qq', 'qq', 'yes'],
    ['linux', '/usr/share/QQ/qq', 'qq', 'yes'],
    ['macos', '/Applications/WeChat2.app/Contents/MacOS/WeChat', 'wechat', 'yes'],
    ['macos', '/Applications/WeChat 副本.app/Contents/MacOS/WeChat2', 'wechat', 'yes'],
    ['macos', '/Applications/DualWeChat.app/Contents/MacOS/WeChat', 'wechat', 'yes'],
    ['macos', '/Applications/微信分身.app/Contents/MacOS/WeChat', 'wechat', 'yes'],
    ['macos', '/Users/me/WeChat 2', 'wechat', 'could-not-tell'],
    ['macos', '/Applications/QQ2.app/Contents/MacOS/QQ', 'qq', 'yes'],
  ] as const)('%s %s: %s %s', async (system, path, product, answer) => {
    expect(await running(system, path, product)).toBe(answer);
  });

  test.each([
    ['windows', 'C:\\Tools\\wechatdevtools.exe'],
    ['windows', 'C:\\Tools\\WeChatSetup.exe'],
    ['windows', 'C:\\Tools\\WeChatAppEx.exe'],
    ['windows', 'C:\\Tools\\WeChatOCR.exe'],
    ['windows', 'C:\\Tools\\QQMusic.exe'],
    ['windows', 'C:\\Tools\\QQBrowser.exe'],
    ['windows', 'C:\\Tools\\Time.exe'],
    ['windows', `${installed}\\QQMusic\\QQMusic.exe`],
    ['linux', '/usr/bin/wechat-devtools'],
    ['linux', '/usr/bin/qqmusic'],
    ['macos', '/Applications/wechatwebdevtools.app/Contents/MacOS/wechatdevtools'],
    ['macos', '/Applications/QQMusic.app/Contents/MacOS/QQMusic'],
  ] as const)('is not %s %s', async (system, path) => {
    for (const product of ['wechat', 'qq', 'tim'])
      expect(await running(system, path, product)).toBe(
        product === 'tim' && system !== 'windows' ? undefined : 'no',
      );
  });
});

describe('the whole assistant on a 3.x data folder', () => {
  test.each([
    ['D:\\WeChat\\WeCha2.exe', 'messenger-unknown'],
    ['D:\\WeChat\\WeChat3.exe', 'messenger-unknown'],
    ['D:\\WeChat\\WeChat - 副本.exe', 'messenger-unknown'],
    [`${installed}\\WeChat\\WeCha2.exe`, 'messenger-running'],
  ])('refuses a deep clean while %s runs, and the open database stays', async (program, refusal) => {
    const home = await makeSmallHome();
    await home.put(wechat3('Documents/WeChat Files', 'wxid_a'));
    const env = { HOME: home.path };
    const assistant = await compose(
      {
        env,
        system: 'linux',
        dataDir: makeFolder('signoff-state-'),
        demo: false,
        workers: { kind: 'inline' },
        capabilities: {
          tray: false,
          trash: false,
          notifications: false,
          autostart: false,
          powerEvents: false,
        },
        warn: () => undefined,
      },
      { ...createSystem('linux', env), processes: only(program) },
    );
    onTestFinished(() => assistant.close());
    const client = assistant.client({ host: 'cli', may: ['read', 'write', 'destroy'] });
    const ended = new Promise<string>((resolve) => client.on('job.ended', ({ outcome }) => resolve(outcome)));
    const made = await client.call('plans.create', {
      ...{ level: 'deep', accounts: 'all', include: [], olderThanMs: null, keep: [] },
    });
    if (!made.ok) throw new Error(made.error.code);
    expect(await ended).toBe('done');
    const { planId } = made.value;
    const view = await client.call('plans.get', { planId });
    expect(view.ok && view.value.total.files).toBeGreaterThan(0);
    const started = await client.call('runs.start', { planId, mode: 'delete', confirmed: true });
    expect(started).toMatchObject({ ok: false, error: { code: refusal } });
    expect(existsSync(home.at('Documents/WeChat Files/wxid_a/Msg/MicroMsg.db'))).toBe(true);
  });
});
