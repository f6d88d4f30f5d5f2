import type { ReactNode } from 'react';
import type { PurgeView, RestoreView } from '../../../app/contract/quarantine.ts';
import type { QuarantineOutcome } from '../../stores/quarantine-store.ts';
import { useStores } from '../../stores/stores.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Fold } from '../../components/fold.tsx';
import { PathText } from '../../components/path-text.tsx';
import styles from './restore.module.css';

/** The outcome of the last restore or purge, or why it did not start. */
export function OutcomeView({ outcome }: { readonly outcome: QuarantineOutcome }) {
  const { restore } = useTexts();
  const errorText = useErrorText();
  const { quarantine } = useStores();
  const close = <Button onPress={() => quarantine.dismiss()}>{restore.result.close}</Button>;
  const { restored, purged, error } = outcome;
  return (
    <div className={styles['outcome']}>
      {error === null ? null : (
        <Callout
          tone="medium"
          icon="info"
          title={restored === null && purged === null ? restore.refused : errorText(error)}
          action={restored === null && purged === null ? close : undefined}
          live
        >
          {restored === null && purged === null ? <p>{errorText(error)}</p> : null}
        </Callout>
      )}
      {restored === null ? null : <Restored view={restored} close={close} />}
      {purged === null ? null : <Purged view={purged} close={close} />}
    </div>
  );
}

function Restored({ view, close }: { readonly view: RestoreView; readonly close: ReactNode }) {
  const { restore, common } = useTexts();
  const format = useFormat();
  const words = restore.result;
  const left = [
    ...view.kept.map((entry) => ({ why: restore.stays[entry.reason], files: entry.files })),
    ...view.failed.map((entry) => ({ why: common.failures[entry.code], files: entry.files })),
  ].filter((entry) => entry.files > 0);
  const whole = left.length === 0;
  const { files, bytes } = view.restored;
  const title =
    files === 0 ? words.nothing : words.restored({ files: format.files(files), size: format.bytes(bytes) });
  return (
    <Callout
      tone={whole ? 'low' : 'medium'}
      icon={whole ? 'check' : 'info'}
      title={title}
      action={close}
      live
    >
      {view.renamed === 0 ? null : <p>{words.renamed({ files: format.files(view.renamed) })}</p>}
      {view.overwritten === 0 ? null : <p>{words.overwritten({ files: format.files(view.overwritten) })}</p>}
      {view.signIns === 0 ? null : <p>{words.signIns({ files: format.files(view.signIns) })}</p>}
      {view.isEmptied ? <p>{words.emptied}</p> : whole ? <p>{words.rest}</p> : null}
      {left.length === 0 ? null : (
        <>
          <p>{words.left}</p>
          <ul className={styles['reasons']}>
            {left.map((entry) => (
              <li key={entry.why}>{words.why({ why: entry.why, files: format.files(entry.files) })}</li>
            ))}
          </ul>
        </>
      )}
      <Examples examples={view.examples} />
    </Callout>
  );
}

function Examples({ examples }: Pick<RestoreView, 'examples'>) {
  const { restore, common } = useTexts();
  const reasons: Readonly<Record<string, string>> = { ...common.failures, ...restore.stays };
  if (examples.length === 0) return null;
  return (
    <Fold title={restore.result.examples}>
      <ul className={styles['examples']}>
        {examples.map((example) => (
          <li key={example.path}>
            <PathText path={example.path} />
            <span className={styles['soft']}>{reasons[example.why]}</span>
          </li>
        ))}
      </ul>
    </Fold>
  );
}

function Purged({ view, close }: { readonly view: PurgeView; readonly close: ReactNode }) {
  const { restore, common } = useTexts();
  const format = useFormat();
  const words = restore.result;
  const whole = view.failed.length === 0;
  return (
    <Callout
      tone={whole ? 'low' : 'medium'}
      icon={whole ? 'check' : 'info'}
      title={words.purged({ files: format.files(view.files), size: format.amount(view) })}
      action={close}
      live
    >
      {view.failed.map((entry) => (
        <p key={entry.batchId}>{words.notPurged({ why: common.failures[entry.code] })}</p>
      ))}
    </Callout>
  );
}
