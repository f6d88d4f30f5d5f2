import { useFrom, useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Page } from '../../frame/page.tsx';
import { PathText } from '../../parts/path-text.tsx';
import { Segments } from '../../parts/segments.tsx';
import { QuarantineSettings } from './quarantine-settings.tsx';
import { Row } from './row.tsx';
import { WatchSettings } from './watch-settings.tsx';
import styles from './settings.module.css';

const languages = ['system', 'zh-CN', 'en-US'] as const;
const themes = ['system', 'light', 'dark'] as const;

/** Language, appearance, watching, how long the quarantine keeps things, and where the assistant keeps its own few files. */
export function SettingsScreen() {
  const { settings: texts } = useTexts();
  const stores = useStores();
  const settings = useFrom(
    (all) => all.settings.store,
    (state) => state.settings,
  );
  const host = useFrom(
    (all) => all.host.store,
    (state) => state.host,
  );
  return (
    <Page title={texts.title}>
      <div className={styles['card']}>
        <Row name={texts.language} hint={texts.languageHint}>
          <Segments
            label={texts.language}
            options={languages.map((id) => ({ id, name: texts.languages[id] }))}
            chosen={settings.language}
            onChoose={(language) => void stores.settings.change({ language })}
          />
        </Row>
        <Row name={texts.theme}>
          <Segments
            label={texts.theme}
            options={themes.map((id) => ({ id, name: texts.themes[id] }))}
            chosen={settings.theme}
            onChoose={(theme) => void stores.settings.change({ theme })}
          />
        </Row>
      </div>
      <WatchSettings />
      <QuarantineSettings />
      <div className={styles['card']}>
        <Row name={texts.folder} hint={texts.folderHint}>
          {host === null ? null : <PathText path={host.dataDir} />}
        </Row>
      </div>
      <section aria-labelledby="about-heading">
        <h2 className={styles['heading']} id="about-heading">
          {texts.about}
        </h2>
        <div className={styles['card']}>
          <Row name={texts.version}>{host?.version ?? ''}</Row>
          <Row name={texts.offline}>{texts.offlineBody}</Row>
          <Row name={texts.license}>{texts.licenseBody}</Row>
        </div>
      </section>
    </Page>
  );
}
