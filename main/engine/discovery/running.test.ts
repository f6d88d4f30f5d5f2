import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../app/platforms/catalogue.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ProcessInfo, ProcessList, Processes } from '../../system/ports.ts';
import { onlyProgram, startCopyOfSleep } from '../../testing/real-processes.ts';
import { assertQuiet, checkRunning, mustNotRun } from './running.ts';

function listing(list: ProcessList): Processes {
  return { list: () => Promise.resolve(list) };
}

function processesOf(...some: readonly Partial<ProcessInfo>[]): Processes {
  const processes = some.map((one, index) => ({
    pid: index + 1,
    name: 'x',
    path: null,
    ownUser: true,
    ...one,
  }));
  return listing({ kind: 'known', processes });
}

function at(path: string, more: Partial<ProcessInfo> = {}): Partial<ProcessInfo> {
  return { path, name: path.split(/[\\/]/u).at(-1) ?? '', ...more };
}

async function running(processes: Processes, product = 'wechat'): Promise<string> {
  const views = await checkRunning(processes, catalogue);
  return views.find((view) => view.product === product)?.running ?? 'missing';
}

async function refusal(processes: Processes): Promise<SignOffError | null> {
  try {
    await assertQuiet(processes, catalogue);
    return null;
  } catch (error) {
    if (error instanceof SignOffError) return error;
    throw error;
  }
}

describe('a real program on this machine', () => {
  test.runIf(process.platform === 'linux')('in opt/wechat is a certain match until it ends', async () => {
    const program = await startCopyOfSleep('opt/wechat/wechat');
    const findProgram = async () => {
      const views = await checkRunning(onlyProgram(program.pid), catalogue);
      return views.flatMap((view) => view.processes).find(({ pid }) => pid === program.pid);
    };
    expect(await findProgram()).toEqual({
      pid: program.pid,
      name: 'wechat',
      path: program.path,
      ownUser: true,
      certain: true,
    });
    expect(await refusal(onlyProgram(program.pid))).toMatchObject({
      code: 'messenger-running',
      params: { names: 'wechat' },
    });
    await program.stop();
    expect(await findProgram()).toBeUndefined();
  });

  test.runIf(process.platform === 'linux')(
    'with that name in another folder is messenger-unknown',
    async () => {
      const program = await startCopyOfSleep('somewhere/wechat');
      const error = await refusal(onlyProgram(program.pid));
      expect(error?.code).toBe('messenger-unknown');
      expect(error?.params['reason']).toContain(program.path);
      await program.stop();
    },
  );
});

describe('what counts as running', () => {
  test.each([
    ['/opt/wechat/wechat', 'yes'],
    ['/opt/wechat-beta/wechat', 'yes'],
    ['/app/extra/wechat/wechat', 'yes'],
    ['/mnt/disk/opt/wechat/wechat', 'yes'],
    ['/opt/wechat/RadiumWMPF/WeChatAppEx', 'yes'],
    ['/opt/wechat/crashpad_handler', 'yes'],
    ['/usr/lib/chromium/crashpad_handler', 'no'],
    ['/home/me/WeChatAppEx', 'no'],
    ['/home/me/bin/wechat', 'could-not-tell'],
    ['/notopt/wechat/wechat', 'could-not-tell'],
    ['/opt/WeChat/wechat', 'could-not-tell'],
    ['/usr/bin/vim', 'no'],
    ['C:\\Program Files\\Tencent\\Weixin\\Weixin.exe', 'yes'],
    ['C:\\Program Files\\Tencent\\Weixin\\4.1.0.1\\weixin.EXE', 'yes'],
    ['D:\\Weixin\\Weixin.exe', 'could-not-tell'],
    ['C:\\Program Files (x86)\\Tencent\\WeChat\\[3.9.12.51]\\WeChatOCR.exe', 'yes'],
    ['C:\\Chrome\\crashpad_handler.exe', 'no'],
  ])('%s: %s', async (path, answer) => {
    expect(await running(processesOf(at(path)))).toBe(answer);
  });

  test('cleaning the root that QQ and TIM share requires both to be closed, not WeChat', () => {
    const cleaned = catalogue.filter(({ id }) => id === 'qq-windows');
    const products = mustNotRun(cleaned, catalogue).map(({ product }) => product);
    expect([...new Set(products)].toSorted()).toEqual(['qq', 'tim']);
  });

  test('names are case-sensitive on Linux only', async () => {
    const [linux, macos] = (['linux', 'macos'] as const).map((system) =>
      catalogue.filter((platform) => platform.system === system),
    );
    const other = processesOf(at('/usr/bin/Wechat'));
    expect((await checkRunning(other, linux ?? []))[0]?.running).toBe('no');
    expect((await checkRunning(other, macos ?? []))[0]?.running).toBe('could-not-tell');
  });

  test.each([
    ['/Applications/WeChat.app/Contents/MacOS/WeChat', 'wechat', 'yes'],
    ['/Users/me/Applications/Weixin.app/Contents/MacOS/Weixin', 'wechat', 'yes'],
    ['/Applications/WeChat.app/Contents/MacOS/WeChatAppEx.app/Contents/MacOS/WeChatAppEx', 'wechat', 'yes'],
    ['/Applications/QQ.app/Contents/MacOS/QQ', 'qq', 'yes'],
    ['/Users/me/Downloads/QQ', 'qq', 'could-not-tell'],
    ['C:\\Program Files\\Tencent\\QQNT\\QQ.exe', 'qq', 'yes'],
    ['C:\\Program Files (x86)\\Tencent\\QQ\\Bin\\QQ.exe', 'qq', 'yes'],
    ['D:\\Games\\QQ.exe', 'qq', 'could-not-tell'],
    ['C:\\Program Files (x86)\\Tencent\\TIM\\Bin\\TIM.exe', 'tim', 'yes'],
    ['C:\\Program Files (x86)\\Tencent\\TIM\\Bin\\TIM.exe', 'qq', 'no'],
    ['C:\\Program Files (x86)\\WXWork\\WXWork.exe', 'wecom', 'yes'],
    ['C:\\Program Files (x86)\\WXWork\\4.1.0\\wxworkweb.exe', 'wecom', 'yes'],
    ['C:\\Users\\me\\Documents\\WXWork\\1\\Cache\\File\\setup.exe', 'wecom', 'no'],
    ['D:\\Tools\\WXWork.exe', 'wecom', 'could-not-tell'],
    ['C:\\Program Files (x86)\\DingDing\\main\\current\\DingTalk.exe', 'dingtalk', 'yes'],
    ['D:\\Tools\\DingTalk.exe', 'dingtalk', 'could-not-tell'],
    ['C:\\Users\\me\\AppData\\Local\\Feishu\\app\\Feishu.exe', 'feishu', 'yes'],
    ['D:\\Tools\\Lark.exe', 'feishu', 'could-not-tell'],
    ['/Applications/企业微信.app/Contents/MacOS/企业微信', 'wecom', 'yes'],
    ['/Applications/Lark.app/Contents/MacOS/Feishu', 'feishu', 'yes'],
  ] as const)('%s as %s: %s', async (path, product, answer) => {
    expect(await running(processesOf(at(path)), product)).toBe(answer);
  });

  test('QQ does not count as WeChat', async () => {
    const qq = processesOf(at('/opt/QQ/qq'));
    expect(await running(qq, 'qq')).toBe('yes');
    expect(await running(qq, 'wechat')).toBe('no');
  });

  test('a name without a readable path is could-not-tell', async () => {
    expect(await running(processesOf({ name: 'wechat', path: null }))).toBe('could-not-tell');
    expect(await running(processesOf({ name: 'WeChat.exe', path: '/usr/lib/wine/wine64' }))).toBe(
      'could-not-tell',
    );
  });

  test('another user’s process is listed and never blocks', async () => {
    const other = processesOf(at('/opt/wechat/wechat', { ownUser: false, pid: 7 }));
    const [view] = await checkRunning(other, catalogue);
    expect(view).toMatchObject({ running: 'no', processes: [{ pid: 7, ownUser: false, certain: true }] });
    expect(await refusal(other)).toBeNull();
  });

  test('one certain process among uncertain ones is yes', async () => {
    const both = processesOf(at('/home/me/wechat'), at('/opt/wechat/wechat'));
    expect(await running(both)).toBe('yes');
    expect((await refusal(both))?.code).toBe('messenger-running');
  });

  test('an unreadable process list is could-not-tell for every product, and the error has the reason', async () => {
    const silent = listing({ kind: 'could-not-tell', reason: '/proc: EACCES' });
    const products = ['wechat', 'qq', 'tim', 'wecom', 'dingtalk', 'feishu'];
    expect(await checkRunning(silent, catalogue)).toEqual(
      products.map((product) => ({ product, running: 'could-not-tell', processes: [] })),
    );
    expect(await refusal(silent)).toMatchObject({
      code: 'messenger-unknown',
      params: { reason: '/proc: EACCES' },
    });
  });

  test('passes when no messenger runs', async () => {
    expect(await refusal(processesOf(at('/usr/bin/vim')))).toBeNull();
  });
});
