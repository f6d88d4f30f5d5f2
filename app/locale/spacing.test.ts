import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spaced } from './spacing.ts';

it.each([
  ['微信和QQ占了6.5 GB', '微信和 QQ 占了 6.5 GB'],
  ['占用80%以上', '占用 80% 以上'],
  ['微信和 QQ 占了 6.5 GB', '微信和 QQ 占了 6.5 GB'],
  ['「QQ」，2 个', '「QQ」，2 个'],
])('%s', (text, right) => {
  expect(spaced(text)).toBe(right);
});

it('changes nothing but spaces, and nothing the second time', () => {
  const words = fc.string({ unit: fc.constantFrom('微', '信', 'Q', '1', ' ', '，', '%', '.') });
  fc.assert(
    fc.property(words, (text) => {
      expect(spaced(text).replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      expect(spaced(spaced(text))).toBe(spaced(text));
    }),
  );
});
