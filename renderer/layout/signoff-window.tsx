import { useEffect } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useLanguage, useTexts } from '../language/use-texts.ts';
import { StoresProvider, useFrom } from '../stores/stores.ts';
import type { Stores } from '../stores/stores.ts';
import { LostNotice } from './lost-notice.tsx';
import { fetchScreens } from './screens.ts';
import { Screen } from './screen.tsx';
import { Sidebar } from './sidebar.tsx';
import styles from './signoff-window.module.css';

function useDocument(): void {
  const language = useLanguage();
  const { common } = useTexts();
  const theme = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.theme,
  );
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = common.product;
  }, [language, common]);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}

function Frame() {
  useDocument();
  const language = useLanguage();
  const lost = useFrom(
    (stores) => stores.lost,
    (value) => value,
  );
  return (
    <I18nProvider locale={language}>
      <div className={styles['window']}>
        {lost ? <LostNotice /> : null}
        <div className={styles['columns']}>
          <Sidebar />
          <main className={styles['content']} id="content">
            <Screen />
          </main>
        </div>
      </div>
    </I18nProvider>
  );
}

/** The whole window. It begins to look at the computer the moment it is drawn, and draws before it knows anything. */
export function SignOffWindow({ stores }: { readonly stores: Stores }) {
  useEffect(() => {
    void stores.host.load();
    void stores.usage.fetch();
    void stores.quarantine.load();
    void stores.begin();
    requestIdleCallback(fetchScreens);
  }, [stores]);
  return (
    <StoresProvider value={stores}>
      <Frame />
    </StoresProvider>
  );
}
