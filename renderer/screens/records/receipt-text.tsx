import { useState } from 'react';
import type { ReportView } from '../../../app/contract/runs.ts';
import { receiptText } from '../../../app/wizard/receipt.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import styles from './receipt.module.css';

function saveAs(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The receipt as text, to copy or to keep as a file elsewhere. */
export function ReceiptText({ report }: { readonly report: ReportView }) {
  const texts = useTexts();
  const language = useLanguage();
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const { records } = texts;
  const text = receiptText(report, texts, language);
  const date = new Date(report.endedAt).toISOString().slice(0, 10);
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
        <Button onPress={() => saveAs(records.fileName({ date }), text)}>
          <Icon name="save" size={16} />
          {records.save}
        </Button>
      </div>
      <p className={styles['soft']} role="status">
        {copied === 'failed' ? records.copyFailed : ''}
      </p>
      <pre className={styles['receipt']}>{text}</pre>
    </section>
  );
}
