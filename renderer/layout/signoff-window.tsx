import { Suspense, useEffect } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { StoresProvider, useFrom } from '../stores/stores.ts';
import type { Stores } from '../stores/stores.ts';
import { useLanguage, useTexts } from '../language/use-texts.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { LeaveScreen } from '../screens/leaving/leave-screen.tsx';
import { fetchScreens, screens } from './screens.ts';
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

/** The whole window. Starts discovery on mount and renders before any result. */
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

/** The screen of the current route. */
function Screen() {
  const route = useFrom(
    (stores) => stores.route.store,
    (state) => state,
  );
  const Chosen = screens.find((screen) => screen.place === route.place)?.component ?? LeaveScreen;
  return (
    <Suspense fallback={null}>
      <Chosen detail={route.detail} />
    </Suspense>
  );
}

/** Shown when the host process is gone, with what to do. */
function LostNotice() {
  const { frame } = useTexts();
  return (
    <div className={styles['notice']} role="alert">
      <Icon name="info" />
      <div className={styles['words']}>
        <p className={styles['title']}>{frame.lost.title}</p>
        <p>{frame.lost.body}</p>
      </div>
      <Button onPress={() => window.location.reload()}>{frame.lost.retry}</Button>
    </div>
  );
}
