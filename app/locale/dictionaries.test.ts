import { expect, test } from 'vitest';
import { dictionaries } from './dictionaries.ts';

type Texts = readonly (readonly [string, string])[];

/** Every text of a dictionary; functions are called with parameters that answer every name with 甲. */
function textsOf(value: unknown, path: string): Texts {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const anything: unknown = new Proxy(
      {},
      { get: (_, name) => (name === Symbol.toPrimitive ? undefined : '甲') },
    );
    return [[path, String((value as (p: unknown) => unknown)(anything))]];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

const chinese = textsOf(dictionaries['zh-CN'], '');
const english = textsOf(dictionaries['en-US'], '');

test('the walk sees every area', () => {
  expect(chinese.length).toBeGreaterThan(300);
});

test('both languages have the same texts, and only parts that join others may be empty', () => {
  expect(english.map(([path]) => path)).toEqual(chinese.map(([path]) => path));
  const empty = [...chinese, ...english].filter(([, text]) => text.trim() === '').map(([path]) => path);
  expect(new Set(empty)).toEqual(new Set(['common.packaging.native']));
});

test('no text claims more than the program has looked at', () => {
  const claims =
    /都做完了|什么都不留|清理干净|无痕|全部完成|不会被动|还差手机|Three things left|nothing (?:is|was) left|nothing behind|all done|everything done|that the computer can do|Nothing of the plan/i;
  expect([...chinese, ...english].filter(([, text]) => claims.test(text))).toEqual([]);
});

test('no text promises an audit log or an approval by two persons', () => {
  const promise = /审计|双人|两人|\baudit|approv|two persons|tamper/i;
  expect([...chinese, ...english].filter(([, text]) => promise.test(text))).toEqual([]);
});

test('Chinese is written with Chinese punctuation', () => {
  const slips = chinese.filter(
    ([, text]) => /[\u4e00-\u9fff」）][,:;!?(]/.test(text) || /[,;!?)][\u4e00-\u9fff]/.test(text),
  );
  expect(slips).toEqual([]);
});

test('English holds no Chinese letters and no Chinese punctuation', () => {
  const named = /中文|简体中文|[「」甲]|微信|设置|退出登录|「[^」]*」/g;
  const slips = english.filter(([, text]) =>
    /[\u4e00-\u9fff\u3000-\u303f，。：；！？（）]/.test(text.replaceAll(named, '')),
  );
  expect(slips).toEqual([]);
});

test('no text speaks of cleaning an account, which people read as deleting it', () => {
  expect(chinese.filter(([, text]) => /清理账号|清除账号|删除账号(?!在)/.test(text))).toEqual([]);
});
