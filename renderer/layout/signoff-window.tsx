import { Suspense, useEffect } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { StoresProvider, useFrom } from '../stores/stores.ts';
import type { Stores } from '../stores/stores.ts';
import { useLanguage, useTexts } from '../language/use-texts.ts';
import type { Lost } from '../client/connect.ts';
import { classes } from '../components/class-names.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { LeaveScreen } from '../screens/leaving/leave-screen.tsx';
import { fetchScreens, screens } from './screens.ts';
import { Sidebar } from './sidebar.tsx';
import { StatusStrip } from './status-strip.tsx';
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
  // what another window shows now would only be out of date here
  const isElsewhere = lost === 'taken-over' || lost === 'opened-elsewhere';
  return (
    <I18nProvider locale={language}>
      <div className={styles['window']}>
        {lost === null ? null : <LostNotice lost={lost} />}
        {isElsewhere ? null : (
          <div className={styles['columns']}>
            <Sidebar />
            <div className={styles['column']}>
              <StatusStrip />
              <main className={styles['content']} id="content" tabIndex={-1}>
                <Screen />
              </main>
            </div>
          </div>
        )}
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

/** Shown when the window no longer reaches the program, with what to do. */
function LostNotice({ lost }: { readonly lost: NonNullable<Lost> }) {
  const { frame } = useTexts();
  const isGone = lost === 'program-gone';
  const words = isGone ? frame.lost : frame.elsewhere;
  return (
    <div className={classes(styles['notice'], isGone ? undefined : styles['alone'])} role="alert">
      <Icon name="info" />
      <div className={styles['words']}>
        <p className={styles['title']}>{words.title}</p>
        <p>{words.body}</p>
      </div>
      {lost === 'opened-elsewhere' ? null : (
        <Button onPress={() => window.location.reload()}>
          {isGone ? frame.lost.retry : frame.elsewhere.useHere}
        </Button>
      )}
    </div>
  );
}
