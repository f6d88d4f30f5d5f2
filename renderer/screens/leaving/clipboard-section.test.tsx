import { expect, it } from 'vitest';
import type { Computer } from '../../../app/cleanup/computers.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import type { FakeOptions } from '../../../app/testing/fake-contract.ts';
import { beginLeaving } from '../../../app/wizard/leaving.ts';
import type { OpeningPurpose } from '../../../app/wizard/leaving-state.ts';
import { markupOf, storesOf } from '../../testing/render.tsx';
import { ClipboardSection } from './clipboard-section.tsx';

interface Where extends FakeOptions {
  readonly computer?: Computer;
  readonly purpose?: OpeningPurpose;
  readonly sinceSession?: boolean;
}

/** What the section shows at the end of the wizard. */
async function shown({ computer = 'shared', purpose = 'leave', sinceSession = false, ...options }: Where) {
  const stores = storesOf(
    new FakeContract({ ...options, settings: { computer, language: 'zh-CN', ...options.settings } }),
  );
  await Promise.all([stores.settings.load(), stores.host.load()]);
  const machine = { ...beginLeaving(purpose, ['a1']), step: 'result', sinceSession } as const;
  stores.leaving.store.setState({ machine });
  return markupOf(stores, <ClipboardSection />);
}

const button = (language: 'zh-CN' | 'en-US'): string =>
  `${dictionaries[language].wizard.result.clipboard.clear}</button>`;

it.each(['zh-CN', 'en-US'] as const)(
  'offers to empty the clipboard only where that works, and names the other way elsewhere, %s',
  async (language) => {
    const { errors } = dictionaries[language];
    const otherWay = errors['clipboard-not-cleared']({ why: 'not-available' });
    const can = await shown({ clipboard: true, settings: { language } });
    expect(can).toContain(button(language));
    expect(can).not.toContain(otherWay);
    const cannot = await shown({ clipboard: false, settings: { language } });
    expect(cannot).not.toContain('</button>');
    expect(cannot).toContain(otherWay);
  },
);

it.each(['windows', 'macos', 'linux'] as const)(
  'always names what emptying does not reach on %s',
  async (system) => {
    const beyond = dictionaries['zh-CN'].common.clipboardBeyond[system];
    for (const clipboard of [true, false])
      expect((await shown({ system, clipboard })).includes(beyond)).toBe(true);
    if (system === 'windows') expect(beyond).toContain('Win+V');
  },
);

it('claims nothing before the button was pressed', async () => {
  expect(await shown({ clipboard: true })).not.toContain('已清空');
});

it('is left out on one’s own computer, and when only caches were cleaned, but not after guest mode', async () => {
  const clipboard = true;
  expect(await shown({ clipboard, computer: 'own' })).toBe('');
  expect(await shown({ clipboard, purpose: 'cache' })).toBe('');
  expect(await shown({ clipboard, computer: 'own', sinceSession: true })).toContain(button('zh-CN'));
  for (const computer of ['others', 'unanswered'] as const)
    expect(await shown({ clipboard, computer })).toContain(button('zh-CN'));
});
