import { renderToStaticMarkup } from 'react-dom/server';
import { createStore } from 'zustand/vanilla';
import { describe, expect, it } from 'vitest';
import { drawingIds } from '../../../app/guides/drawing-ids.ts';
import { facts } from '../../../app/guides/facts.ts';
import { phoneSteps } from '../../../app/guides/phone-steps.ts';
import { openingOf } from '../../../app/guides/opening.ts';
import { signOutGuides } from '../../../app/guides/sign-out.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import { StoresProvider, createStores } from '../../stores/stores.ts';
import { GuideScreen } from './guide-screen.tsx';
import { StepDrawing } from './step-drawing.tsx';

function screenAt(detail: string, language: Language): string {
  const window = {
    location: { hash: '' },
    navigator: { language },
    addEventListener: () => undefined,
  } as unknown as Window;
  const stores = createStores({ client: new FakeContract(), lost: createStore(() => null) }, window);
  return renderToStaticMarkup(
    <StoresProvider value={stores}>
      <GuideScreen detail={detail} />
    </StoresProvider>,
  );
}

const escaped = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#x27;');

const idsIn = (markup: string): string[] =>
  [...markup.matchAll(/data-fact="([^"]+)"/g)].map((match) => match[1] ?? '');

describe('the guides screen', () => {
  it.each(languages)('shows every claim on the page of its guide (%s)', (language) => {
    for (const source of ['wechat', 'wallet', 'qq'] as const) {
      const markup = screenAt(source, language);
      const wanted = facts.filter((fact) => fact.source === source);
      expect(idsIn(markup).sort()).toEqual(wanted.map((fact) => fact.id).sort());
    }
  });

  it.each(languages)('shows the correction wherever it shows a disputed claim (%s)', (language) => {
    for (const fact of facts) {
      if (fact.status !== 'disputed') continue;
      const markup = screenAt(fact.id, language);
      const from = markup.indexOf(`data-fact="${fact.id}"`);
      const next = markup.indexOf('data-fact=', from + 1);
      const shown = markup.slice(from, next === -1 ? undefined : next);
      expect(shown, fact.id).toContain(escaped(fact.correction[language]));
      expect(shown, fact.id).toContain(language === 'zh-CN' ? '有出入' : 'Disputed');
    }
  });

  it('opens the guide that its route names', () => {
    expect(idsIn(screenAt('qq-steps', 'zh-CN'))).toContain('QQ-STEP-COOL');
    expect(idsIn(screenAt('IM-FAQ-WHY', 'zh-CN'))).toContain('IM-STEP-CACHE');
    expect(idsIn(screenAt('', 'zh-CN'))).toContain('WX-EXIT-TRAY');
  });

  it('shows the source of each part', () => {
    expect(screenAt('wallet', 'zh-CN').match(/来源/g)).toHaveLength(3);
  });
});

describe('the drawings', () => {
  const clicksIn = (id: (typeof drawingIds)[number]): number[] =>
    [...renderToStaticMarkup(<StepDrawing id={id} />).matchAll(/data-click="(\d)"/g)].map((match) =>
      Number(match[1]),
    );

  it('number exactly the clicks of the steps that they belong to', () => {
    const uses = [
      ...signOutGuides.flatMap((guide) =>
        guide.steps.map((step) => ({
          at: `${guide.id} ${step.id}`,
          id: step.drawing,
          clicks: step.clicks.length,
        })),
      ),
      ...(['windows', 'macos', 'linux'] as const).map((system) => {
        const { drawing, clicks } = openingOf('qq', system);
        return { at: `opening on ${system}`, id: drawing, clicks: clicks.length };
      }),
      ...Object.entries(phoneSteps).flatMap(([product, steps]) =>
        steps.map((step) => ({ at: `${product} ${step.id}`, id: step.drawing, clicks: step.taps.length })),
      ),
    ];
    expect(uses.length).toBeGreaterThan(30);
    for (const { at, id, clicks } of uses)
      expect(clicksIn(id), at).toEqual(Array.from({ length: clicks }, (_, index) => index + 1));
  });

  it('are hidden from screen readers and contain no text besides the numbers', () => {
    for (const id of drawingIds) {
      const markup = renderToStaticMarkup(<StepDrawing id={id} />);
      expect(markup).toMatch(/^<svg[^>]*aria-hidden="true"/);
      expect(markup.replace(/<[^>]+>/g, '')).toMatch(/^\d*$/);
    }
  });

  it('contain no colour of their own', () => {
    for (const id of drawingIds)
      expect(renderToStaticMarkup(<StepDrawing id={id} />)).not.toMatch(/#[0-9a-f]{3,8}\b|rgb|oklch/i);
  });
});
