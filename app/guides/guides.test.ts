import { describe, expect, it } from 'vitest';
import { levelGuides } from './levels.ts';
import { drawingIds } from './drawing-ids.ts';
import { factById, facts } from './facts.ts';
import { openingOf } from './opening.ts';
import { phoneSteps } from './phone-steps.ts';
import { guides, sections } from './sections.ts';
import { signOutGuides } from './sign-out.ts';
import { tables } from './tables.ts';

/** What the three source guides hold, and how far each claim can be trusted. Typed by hand from the guides. */
const expected = [
  ['WX-EXIT-TASKBAR', 'disputed'],
  ['WX-EXIT-TRAY', 'disputed'],
  ['WX-EXIT-KILL', 'ok'],
  ['WX-DEV-REMOTE', 'guide'],
  ['WX-DEV-AUTOLOGIN', 'guide'],
  ['WX-CLEAN-BASIC', 'guide'],
  ['WX-CLEAN-SYSTEM', 'disputed'],
  ['WX-CLEAN-DEEP', 'ok'],
  ['WX-PRIV-LOCK', 'guide'],
  ['WX-PRIV-CLIPBOARD', 'disputed'],
  ['WX-PRIV-FILES', 'ok'],
  ['WX-ABN-KILL', 'ok'],
  ['WX-ABN-PLAINTEXT', 'disputed'],
  ['WX-ABN-PHONE', 'guide'],
  ['WX-ABN-AUTOLOGIN', 'ok'],
  ['WX-ABN-AFTER', 'guide'],
  ['WX-ENT-BASIC', 'disputed'],
  ['WX-ENT-ENHANCED', 'guide'],
  ['WX-ENT-CUSTOM', 'guide'],
  ['WX-3P-LOCK', 'guide'],
  ['WX-3P-COMPAT', 'ok'],
  ['WX-CON-BROADCAST', 'guide'],
  ['WX-CON-WEB', 'guide'],
  ['WX-CON-LOGOUT', 'guide'],
  ['WX-CON-DOUBLE', 'guide'],
  ['WX-CON-MD5', 'disputed'],
  ['WX-PRIN-MIN', 'ok'],
  ['WX-PRIN-FLOW', 'ok'],
  ['WX-PRIN-LIMIT', 'ok'],
  ['IM-STEP-NET', 'ok'],
  ['IM-STEP-OWN', 'ok'],
  ['IM-STEP-FIND', 'guide'],
  ['IM-STEP-CONFIRM', 'ok'],
  ['IM-STEP-CACHE', 'disputed'],
  ['IM-STEP-PASSWORD', 'ok'],
  ['IM-NOTE-OTHERS', 'ok'],
  ['IM-NOTE-ROTATE', 'ok'],
  ['IM-NOTE-WATCH', 'ok'],
  ['IM-NOTE-BIO', 'ok'],
  ['IM-FAQ-SERVER', 'guide'],
  ['IM-FAQ-LOCAL', 'guide'],
  ['IM-FAQ-ASSETS', 'ok'],
  ['IM-FAQ-SECRET', 'ok'],
  ['IM-FAQ-WHY', 'ok'],
  ['IM-FAQ-RELOGIN', 'guide'],
  ['QQ-WHAT-TERM', 'ok'],
  ['QQ-WHAT-FINAL', 'ok'],
  ['QQ-WHAT-LOSE', 'ok'],
  ['QQ-WHAT-WHY', 'ok'],
  ['QQ-STEP-PREPARE', 'ok'],
  ['QQ-STEP-ENTER', 'disputed'],
  ['QQ-STEP-VERIFY', 'ok'],
  ['QQ-STEP-FIND', 'ok'],
  ['QQ-STEP-READ', 'ok'],
  ['QQ-STEP-REVERIFY', 'guide'],
  ['QQ-STEP-COOL', 'guide'],
  ['QQ-STEP-ABNORMAL', 'ok'],
  ['QQ-PREP-CHAT', 'ok'],
  ['QQ-PREP-ALBUM', 'ok'],
  ['QQ-PREP-MAIL', 'ok'],
  ['QQ-PREP-NOTES', 'ok'],
  ['QQ-PREP-UNBIND', 'ok'],
  ['QQ-PREP-MONEY', 'ok'],
  ['QQ-PREP-SITES', 'ok'],
  ['QQ-PREP-TELL', 'ok'],
  ['QQ-PREP-BUSINESS', 'ok'],
  ['QQ-PREP-GROUPS', 'ok'],
  ['QQ-PREP-FORUM', 'ok'],
  ['QQ-PREP-COLLAB', 'ok'],
  ['QQ-PREP-WEEK', 'ok'],
  ['QQ-PROB-NOENTRY', 'ok'],
  ['QQ-PROB-IDENTITY', 'ok'],
  ['QQ-PROB-REVIVED', 'guide'],
  ['QQ-PROB-REGRET', 'ok'],
  ['QQ-PROB-SPECIAL', 'guide'],
  ['QQ-PROB-SCAM', 'ok'],
  ['QQ-ALT-HARDEN', 'ok'],
  ['QQ-ALT-PERMISSION', 'ok'],
  ['QQ-ALT-TIDY', 'ok'],
  ['QQ-ALT-SLEEP', 'ok'],
  ['QQ-ALT-MIGRATE', 'ok'],
  ['QQ-ALT-PREFER', 'ok'],
  ['QQ-HABIT-PASSWORD', 'ok'],
  ['QQ-HABIT-DEVICE', 'ok'],
  ['QQ-HABIT-FRAUD', 'ok'],
  ['QQ-HABIT-CHECK', 'ok'],
  ['QQ-HABIT-2FA', 'ok'],
  ['QQ-HABIT-FAMILY', 'ok'],
] as const;

const han = '\\p{Script=Han}';
const mistakes: readonly (readonly [name: string, pattern: RegExp, wrong: string])[] = [
  [
    'half-width punctuation beside a Chinese character',
    new RegExp(`${han}[,;:?!()]|[,;:?!()]${han}`, 'u'),
    '先退出,再清理',
  ],
  ['half-width brackets around words', /(?<!md5)\((?!\d)/u, '微信 4.x(Windows)'],
  ['half-width full stop after a Chinese character', new RegExp(`${han}\\.`, 'u'), '已退出.'],
  ['Western quotation marks', /["'“”‘’]/u, '点“退出”'],
  ['two stops in a row', /[。，；：]{2}/u, '退出。。'],
  [
    'white space beside full-width punctuation',
    /\s[。，、；：？！「」（）]|[。，、；：？！「」（）]\s/u,
    '退出。 再来',
  ],
  ['white space at an end', /^\s|\s$/u, '退出 '],
  ['a Latin word stuck to a Chinese character', new RegExp(`${han}[A-Za-z]|[A-Za-z]${han}`, 'u'), '退出QQ'],
];

interface Text {
  readonly at: string;
  readonly zh: string;
  readonly en: string;
}

/** Every bilingual text below a value, with the way to it. */
function textsIn(value: unknown, at: string): Text[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('zh-CN' in value && 'en-US' in value)
    return [{ at, zh: String(value['zh-CN']), en: String(value['en-US']) }];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${at}.${key}`));
}

const texts = textsIn(
  { facts, sections, guides, tables, signOutGuides, phoneSteps, levelGuides },
  'app/guides',
);

describe('the claims of the guides', () => {
  it('are all there, each once, and nothing else is', () => {
    expect(facts.map((fact) => fact.id).sort()).toEqual(expected.map(([id]) => id).sort());
  });

  it('keep the status that was judged', () => {
    expect(Object.fromEntries(facts.map((fact) => [fact.id, fact.status]))).toEqual(
      Object.fromEntries(expected),
    );
  });

  it('are found by id', () => {
    for (const [id] of expected) expect(factById[id].id).toBe(id);
  });

  it('name the guide that they come from', () => {
    const source = { WX: 'wechat', IM: 'wallet', QQ: 'qq' } as const;
    for (const fact of facts) expect(fact.source).toBe(source[fact.id.slice(0, 2) as keyof typeof source]);
  });

  it('carry a correction of their own where they are disputed', () => {
    const disputed = facts.filter((fact) => fact.status === 'disputed');
    expect(disputed).toHaveLength(9);
    for (const fact of disputed) {
      for (const language of ['zh-CN', 'en-US'] as const) {
        expect(fact.correction[language].length, fact.id).toBeGreaterThan(8);
        expect(fact.correction[language], fact.id).not.toBe(fact.says[language]);
      }
    }
  });
});

describe('the texts of the guides', () => {
  it('are many, and none is empty in either language', () => {
    expect(texts.length).toBeGreaterThan(300);
    expect(texts.filter(({ zh, en }) => zh.trim() === '' || en.trim() === '')).toEqual([]);
  });

  it.each(mistakes)('have no %s in Chinese', (_name, pattern, wrong) => {
    expect(wrong).toMatch(pattern);
    expect(texts.filter(({ zh }) => pattern.test(zh)).map(({ at, zh }) => `${at}: ${zh}`)).toEqual([]);
  });

  it('are complete sentences in Chinese where a claim speaks', () => {
    for (const fact of facts) expect(fact.says['zh-CN'], fact.id).toMatch(/。$/u);
  });

  it('are complete sentences in English where a claim speaks, without full-width punctuation', () => {
    for (const fact of facts) expect(fact.says['en-US'], fact.id).toMatch(/[.]$/u);
    expect(texts.filter(({ en }) => /[，。：；？！「」（）、]/u.test(en))).toEqual([]);
  });

  it('say in English what they say in Chinese, never the Chinese itself', () => {
    const named = /自助下台|账号注销|永久删除账号|注销/gu;
    const leftOver = texts.filter(({ en }) => /\p{Script=Han}/u.test(en.replace(named, '')));
    expect(leftOver).toEqual([]);
  });
});

describe('the parts of the guides', () => {
  it('hold every claim, in a part of the same guide', () => {
    const known = new Map(sections.map((section) => [section.id, section.source]));
    for (const fact of facts) expect(known.get(fact.section), fact.id).toBe(fact.source);
    for (const section of sections)
      expect(
        facts.some((fact) => fact.section === section.id),
        section.id,
      ).toBe(true);
  });

  it('have each part once', () => {
    expect(new Set(sections.map((section) => section.id)).size).toBe(sections.length);
  });

  it('have one table where the form is a table, with one row for each claim', () => {
    const tabular = sections.filter((section) => ['table', 'checklist', 'questions'].includes(section.form));
    expect(tables.map((table) => table.section).sort()).toEqual(tabular.map((section) => section.id).sort());
    for (const table of tables) {
      const inSection = facts.filter((fact) => fact.section === table.section).map((fact) => fact.id);
      expect(table.rows.map((row) => row.fact).sort()).toEqual([...inSection].sort());
    }
  });

  it('fill every cell of every table, and judge risk only where a column shows it', () => {
    for (const table of tables) {
      const keys = table.columns.map((column) => column.key).filter((key) => key !== 'says');
      for (const row of table.rows) {
        expect(Object.keys(row.cells).sort(), row.fact).toEqual([...keys].sort());
        expect(row.risk === null, row.fact).toBe(table.riskColumn === null);
      }
    }
  });

  it('name a source for each guide', () => {
    expect(guides.map((guide) => guide.source)).toEqual(['wechat', 'wallet', 'qq']);
  });
});

/** What this app says about itself; the claims and tables speak for the guides and carry their status. */
describe('the app’s own words beside the guides', () => {
  const beside = facts.map((fact) => ({ ...fact, says: null }));
  const own = JSON.stringify([beside, levelGuides, phoneSteps]);

  it('promise no audit log and no approval by two persons', () => {
    expect(own).not.toMatch(/审计|双人|两人|audit|approv|two persons|tamper/i);
  });

  it('do not say that a level leaves nothing', () => {
    expect(own).not.toMatch(/什么都不留|leave nothing|nothing behind/i);
  });
});

describe('the steps', () => {
  it('sign out first and quit last, for every messenger', () => {
    for (const guide of signOutGuides) {
      const checks = guide.steps.map((step) => step.check).filter((check) => check !== null);
      expect(checks, guide.id).toEqual(['signin-files', 'process-gone']);
      expect(guide.steps.at(-1)?.check, guide.id).toBe('process-gone');
    }
  });

  it('have ids of their own within a guide, and at least one click each', () => {
    for (const guide of signOutGuides) {
      expect(new Set(guide.steps.map((step) => step.id)).size).toBe(guide.steps.length);
      for (const step of guide.steps) expect(step.clicks.length, `${guide.id} ${step.id}`).toBeGreaterThan(0);
    }
  });

  it('cover each messenger, version line and system once at most', () => {
    const covered = signOutGuides.flatMap((guide) =>
      guide.lines.flatMap((line) => guide.systems.map((system) => `${guide.product} ${line} ${system}`)),
    );
    expect(new Set(covered).size).toBe(covered.length);
  });

  it('leave three things to do on the phone', () => {
    for (const steps of Object.values(phoneSteps))
      expect(steps.map((step) => step.id)).toEqual(['end-session', 'remove-device', 'protect']);
  });

  it('use every drawing', () => {
    const used = new Set<string>([
      ...signOutGuides.flatMap((guide) => guide.steps.map((step) => step.drawing)),
      ...Object.values(phoneSteps).flatMap((steps) => steps.map((step) => step.drawing)),
      ...(['windows', 'macos', 'linux'] as const).map((system) => openingOf('wechat', system).drawing),
    ]);
    expect([...used].sort()).toEqual([...drawingIds].sort());
  });

  it('explain the three levels from shallow to deep, each with its claim', () => {
    expect(levelGuides.map(({ level, risk }) => [level, risk])).toEqual([
      ['basic', 'low'],
      ['system', 'medium'],
      ['deep', 'irreversible'],
    ]);
    expect(levelGuides.map((guide) => guide.facts[0])).toEqual([
      'WX-CLEAN-BASIC',
      'WX-CLEAN-SYSTEM',
      'WX-CLEAN-DEEP',
    ]);
  });
});
