import { describe, expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { WatchView } from '../../../app/contract/watch.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { busyWatch } from '../../../app/testing/fake-staying.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { TimelineScreen } from './timeline-screen.tsx';

async function screenOf(watch: WatchView | null, language: Language, names = false): Promise<string> {
  const stores = storesOf(new FakeContract(watch === null ? {} : { watch }));
  await stores.settings.change({ language });
  await stores.accounts.load();
  if (watch === null) await stores.watch.load();
  else await stores.watch.start();
  stores.watch.showNames(names);
  return wordsOf(stores, <TimelineScreen />);
}

describe('the timeline', () => {
  it.each(languages)('says that nothing is watched, and offers to start (%s)', async (language) => {
    const { timeline } = dictionaries[language];
    const words = await screenOf(null, language);
    expect(words).toContain(timeline.states.off);
    expect(words).toContain(timeline.start);
    expect(words).not.toContain(timeline.changes.title);
  });

  it.each(languages)('distinguishes growth and shrinkage by account and category (%s)', async (language) => {
    const { timeline, common } = dictionaries[language];
    const words = await screenOf(busyWatch, language);
    expect(words).toContain(timeline.states.live);
    expect(words).toContain('wxid_k3f81m2qd0_7c4e');
    expect(words).toContain('40218835');
    expect(words).toContain(timeline.changes.shared);
    const row = (category: string, way: string): RegExp => new RegExp(`${category} ${way} `);
    expect(words).toMatch(row(common.categories.media, timeline.changes.grew));
    expect(words).toMatch(row(common.categories.cache, timeline.changes.shrank));
    expect(words).toContain('212 MB');
  });

  it.each(languages)('a running watch shows its delay (%s)', async (language) => {
    const { timeline } = dictionaries[language];
    expect(await screenOf(busyWatch, language)).toContain(timeline.latency);
    expect(await screenOf({ ...busyWatch, state: 'off' }, language)).not.toContain(timeline.latency);
  });

  it('masks the names of received files until they are requested', async () => {
    const hidden = await screenOf(busyWatch, 'zh-CN');
    expect(hidden).not.toContain('报价单');
    expect(hidden).toContain('••••••.pdf');
    expect(await screenOf(busyWatch, 'zh-CN', true)).toContain('报价单 2026.pdf');
  });

  it('says that nothing came where nothing came', async () => {
    const { timeline } = dictionaries['zh-CN'];
    const words = await screenOf({ ...busyWatch, changes: [], events: [], received: [] }, 'zh-CN');
    for (const text of [timeline.changes.none, timeline.received.none, timeline.events.none])
      expect(words).toContain(text);
  });

  it.each(languages)('names each folder without live updates, with the reason (%s)', async (language) => {
    const { timeline } = dictionaries[language];
    const troubles = [
      { rootId: 'r1', trouble: 'watch-limit' },
      { rootId: 'r3', trouble: 'root-gone' },
    ] as const;
    const words = await screenOf({ ...busyWatch, state: 'degraded', troubles }, language);
    expect(words).toContain(timeline.states.degraded);
    expect(words).toContain(timeline.trouble.words['watch-limit']);
    expect(words).toContain(timeline.trouble.words['root-gone']);
    expect(words).toContain(timeline.trouble.meaning);
    expect(words.replaceAll(' ', '')).toContain('/.config/QQ');
  });
});
