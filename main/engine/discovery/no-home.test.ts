import { expect, test } from 'vitest';
import { makeSmallHome, wechat3 } from '../../testing/small-home.ts';

test.each([
  ['home', 'USERPROFILE'],
  ['roaming', 'APPDATA'],
  ['local', 'LOCALAPPDATA'],
] as const)('on Windows discovery without %s throws no-home and names %s', async (folder, variable) => {
  const home = await makeSmallHome();
  await home.put(wechat3('Documents/WeChat Files', 'wxid_a'));
  expect((await home.discoverWindows()).roots).toHaveLength(1);
  await expect(home.discoverWindows({}, { [folder]: [] })).rejects.toMatchObject({
    code: 'no-home',
    params: { variable },
  });
});
