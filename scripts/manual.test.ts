import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dictionaries } from '../app/locale/dictionaries.ts';
import { languages } from '../app/locale/dictionary.ts';

const docs = join(import.meta.dirname, '../docs');

describe.each(languages)('the manual, %s', (language) => {
  const text = readFileSync(join(docs, `manual.${language}.md`), 'utf8');
  const { common, home, wizard, frame, storage } = dictionaries[language];

  it('shows every picture of the walk, each with words for it', () => {
    const shown = [...text.matchAll(/!\[([^\]]+)\]\(([^)]+)\)/g)].map(([, , path]) => path ?? '');
    const made = readdirSync(join(docs, 'manual', language)).map((name) => `manual/${language}/${name}`);
    expect(shown.toSorted()).toEqual(made.toSorted());
    for (const path of shown) expect(existsSync(join(docs, path)), path).toBe(true);
  });

  it('calls things as the window does', () => {
    const words = [
      ...Object.values(common.verdict.headlines),
      ...[home.leave, home.mark.isMine, home.session.sitDown, home.session.go],
      ...[wizard.sheet.look, wizard.run.toSignOut, frame.nav.storage, frame.nav.restore, frame.nav.settings],
      ...(language === 'zh-CN' ? [storage.preview] : []),
    ];
    for (const word of words) expect(text).toContain(word);
  });
});
