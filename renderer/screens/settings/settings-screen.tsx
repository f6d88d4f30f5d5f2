import { useFrom } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { PathText } from '../../components/path-text.tsx';
import { Page } from '../../layout/page.tsx';
import { KeptList } from './kept-list.tsx';
import { Row, SettingsSection } from './setting.tsx';
import styles from './settings.module.css';

const sections = ['general', 'watch', 'quarantine'] as const;

/** All settings, and the assistant's own folder. */
export function SettingsScreen() {
  const { settings: texts, common } = useTexts();
  const host = useFrom(
    (all) => all.host.store,
    (state) => state.host,
  );
  const calls = useFrom(
    (all) => all.host.store,
    (state) => state.status?.systemCalls,
  );
  return (
    <Page title={texts.title}>
      {sections.map((section) => (
        <SettingsSection key={section} section={section} />
      ))}
      <KeptList />
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
          <Row name={texts.locations} hint={texts.locationsHint}>
            {host === null ? '' : texts.locationsBody({ date: host.locationsCheckedOn })}
          </Row>
          <Row name={common.systemCalls.title}>
            {calls === undefined
              ? ''
              : calls.reason === null
                ? common.systemCalls.native
                : common.systemCalls.portable({ reason: calls.reason })}
          </Row>
          <Row name={texts.offline}>{texts.offlineBody}</Row>
          <Row name={texts.license}>{texts.licenseBody}</Row>
        </div>
      </section>
    </Page>
  );
}
