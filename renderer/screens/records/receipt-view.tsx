import { useState } from 'react';
import type { ReportView } from '../../../app/contract/runs.ts';
import { planNow, receiptSentences, receiptText, unreadPlaces } from '../../../app/wizard/receipt.ts';
import { maskedReport } from '../../../app/wizard/mask-report.ts';
import { receiptCsv, receiptHtml, receiptJson } from '../../../app/wizard/receipt-files.ts';
import type { RemovalWay } from '../../../app/cleanup/outcomes.ts';
import { localDay } from '../../../app/locale/format.ts';
import { hashOf } from '../../stores/route-store.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import { UnreadPlaces } from '../../components/unread-places.tsx';
import { Icon } from '../../components/icon.tsx';
import { classes } from '../../components/class-names.ts';
import { save } from '../../components/save.ts';
import { Button } from '../../components/button.tsx';
import { Fold } from '../../components/fold.tsx';
import { Tick } from '../../components/tick.tsx';
import { PathText } from '../../components/path-text.tsx';
import { KeptView } from './kept-view.tsx';
import { StillHere } from './still-here.tsx';
import styles from './receipt.module.css';

interface Props {
  readonly report: ReportView;
}

/** One run: what could not be read, and everything else about it. */
export function ReceiptView({ report }: Props) {
  return (
    <>
      <Unread report={report} />
      <ReceiptDetails report={report} />
    </>
  );
}

/** The places that could not be read, so that nothing is called gone there. */
export function Unread({ report }: Props) {
  const { records } = useTexts();
  return <UnreadPlaces words={records.unread} paths={unreadPlaces(report)} />;
}

/** What is still there, what was removed, the verification, the receipt as text. */
export function ReceiptDetails({ report }: Props) {
  return (
    <>
      <StillHere report={report} />
      <div className={styles['cards']}>
        <Gone report={report} />
        <Verified report={report} />
        <KeptView report={report} />
      </div>
      <ReceiptText report={report} />
    </>
  );
}

function Gone({ report }: { readonly report: ReportView }) {
  const texts = useTexts();
  const language = useLanguage();
  const { records, common } = texts;
  const format = useFormat();
  const groups = new Map<string, { files: number; bytes: number }>();
  for (const group of report.groups) {
    const name = common.categories[group.category];
    const sum = groups.get(name) ?? { files: 0, bytes: 0 };
    sum.files += group.removedFiles;
    sum.bytes += Math.min(group.removedBytes, group.allocated);
    groups.set(name, sum);
  }
  const rows = [...groups].filter(([, sum]) => sum.files > 0).sort((a, b) => b[1].bytes - a[1].bytes);
  return (
    <section className={styles['card']} aria-labelledby="gone-heading">
      <h2 className={styles['heading']} id="gone-heading">
        {records.gone}
      </h2>
      <p className={styles['total']}>
        {format.files(report.removed.files)}
        <span className={styles['totalSize']}>{format.amount(report.removed)}</span>
      </p>
      <dl className={styles['rows']}>
        {rows.map(([name, sum]) => (
          <div className={styles['line']} key={name}>
            <dt>{name}</dt>
            <dd>{format.files(sum.files)}</dd>
            <dd className={styles['size']}>{format.bytes(sum.bytes)}</dd>
          </div>
        ))}
        {report.foldersRemoved === 0 ? null : (
          <div className={styles['line']}>
            <dt>{records.folders({ count: format.count(report.foldersRemoved) })}</dt>
          </div>
        )}
      </dl>
      <WaysUsed report={report} />
      {receiptSentences(report, texts, language).map((sentence) => (
        <p className={styles['soft']} key={sentence}>
          {sentence}
        </p>
      ))}
    </section>
  );
}

const tones = { gone: 'low', left: 'high', unread: 'medium', none: 'medium' } as const;
const marks = { gone: 'check', left: 'high', unread: 'question', none: 'question' } as const;

function Verified({ report }: { readonly report: ReportView }) {
  const { records } = useTexts();
  const format = useFormat();
  const view = report.verification;
  const state = planNow(view);
  return (
    <section className={styles['card']} aria-labelledby="verified-heading">
      <h2 className={styles['heading']} id="verified-heading">
        {records.verified}
      </h2>
      <p className={classes(styles['verdict'], styles[tones[state]])}>
        <Icon name={marks[state]} />
        {records.planNow[state]}
      </p>
      {view === null ? null : (
        <ul className={styles['facts']}>
          <li>{records.verifiedAt({ time: format.time(view.at), gone: format.files(view.gone) })}</li>
          {view.left === 0 ? null : (
            <li>{records.left({ files: format.files(view.left), size: format.bytes(view.leftBytes) })}</li>
          )}
          {view.arrived === 0 ? null : <li>{records.arrived({ files: format.files(view.arrived) })}</li>}
          {view.unreadable === 0 ? null : (
            <li>{records.unreadable({ count: format.count(view.unreadable) })}</li>
          )}
        </ul>
      )}
    </section>
  );
}

/** The receipt as text, to copy or save. */
function ReceiptText({ report }: { readonly report: ReportView }) {
  const texts = useTexts();
  const language = useLanguage();
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const { records } = texts;
  const [isMasked, setIsMasked] = useState(false);
  const shown = isMasked ? maskedReport(report) : report;
  const text = receiptText(shown, texts, language);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('yes');
    } catch {
      setCopied('failed');
    }
  };
  return (
    <section className={styles['card']} aria-labelledby="receipt-heading">
      <div className={styles['receiptHead']}>
        <h2 className={styles['heading']} id="receipt-heading">
          {records.receipt}
        </h2>
        <Button onPress={() => void copy()}>
          <Icon name={copied === 'yes' ? 'check' : 'copy'} size={16} />
          {copied === 'yes' ? records.copied : records.copy}
        </Button>
      </div>
      <Tick
        selected={isMasked}
        onChange={(masked) => {
          setIsMasked(masked);
          setCopied('no');
        }}
      >
        {records.mask}
      </Tick>
      <Saves report={shown} text={text} />
      <p className={styles['soft']} role="status">
        {copied === 'failed' ? records.copyFailed : ''}
      </p>
      {copied === 'failed' ? (
        <pre className={styles['receipt']}>{text}</pre>
      ) : (
        <Fold title={records.receiptText}>
          <pre className={styles['receipt']}>{text}</pre>
        </Fold>
      )}
    </section>
  );
}

/** The receipt as a file, in four formats. */
function Saves({ report, text }: { readonly report: ReportView; readonly text: string }) {
  const texts = useTexts();
  const language = useLanguage();
  const { records } = texts;
  const name = records.fileName({ date: localDay(report.endedAt) });
  const files = [
    { id: 'text', type: 'text/plain', ending: 'txt', content: () => text },
    { id: 'html', type: 'text/html', ending: 'html', content: () => receiptHtml(report, texts, language) },
    { id: 'csv', type: 'text/csv', ending: 'csv', content: () => receiptCsv(report, texts) },
    { id: 'json', type: 'application/json', ending: 'json', content: () => receiptJson(report) },
  ] as const;
  return (
    <div className={styles['saves']}>
      {files.map(({ id, type, ending, content }) => (
        <Button
          key={id}
          onPress={() => save(`${name}.${ending}`, new Blob([content()], { type: `${type};charset=utf-8` }))}
        >
          <Icon name="save" size={16} />
          {records.save[id]}
        </Button>
      ))}
    </div>
  );
}

interface OtherWay {
  readonly path: string;
  readonly why: RemovalWay;
}

/** The modes used with their amounts, and a link to the quarantine batch. */
function WaysUsed({ report }: { readonly report: ReportView }) {
  const { records, common } = useTexts();
  const format = useFormat();
  const used = report.ways.filter((entry) => entry.files > 0);
  const others = report.examples.filter((example): example is OtherWay =>
    Object.hasOwn(common.ways, example.why),
  );
  if (used.length === 0) return null;
  return (
    <>
      <h3 className={styles['subheading']}>{records.ways}</h3>
      <dl className={styles['rows']}>
        {used.map((entry) => (
          <div className={styles['line']} key={entry.way}>
            <dt>{common.ways[entry.way]}</dt>
            <dd>{format.files(entry.files)}</dd>
            <dd className={styles['size']}>{format.freed(entry)}</dd>
          </div>
        ))}
      </dl>
      {others.length === 0 ? null : (
        <Fold title={records.otherWays}>
          <ul className={styles['examples']}>
            {others.map((example) => (
              <li key={example.path}>
                <PathText path={example.path} />
                <span className={styles['soft']}>{common.ways[example.why]}</span>
              </li>
            ))}
          </ul>
        </Fold>
      )}
      {report.quarantineId === null ? null : (
        <a className={styles['link']} href={hashOf({ place: 'restore', detail: report.quarantineId })}>
          <Icon name="restore" size={16} />
          {records.batch}
        </a>
      )}
    </>
  );
}
