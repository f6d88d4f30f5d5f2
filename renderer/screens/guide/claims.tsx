import type { ReactNode } from 'react';
import { besides } from '../../../app/guides/guide-content.ts';
import type { Entry } from '../../../app/guides/guide-content.ts';
import type { RiskTable } from '../../../app/guides/tables.ts';
import type { Fact } from '../../../app/guides/fact.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { RiskMark } from '../../components/risk-mark.tsx';
import { classes } from '../../components/class-names.ts';
import { StatusMark } from './status-mark.tsx';
import styles from './claims.module.css';

interface ClaimTableProps {
  readonly table: RiskTable;
  readonly entries: readonly Entry[];
  readonly labelledBy: string;
}

type Column = RiskTable['columns'][number];

function Cell({
  entry,
  column,
  table,
}: {
  readonly entry: Entry;
  readonly column: Column;
  readonly table: RiskTable;
}) {
  const language = useLanguage();
  const text = column.key === 'says' ? entry.fact.says : entry.row?.cells[column.key];
  const risk = column.key === table.riskColumn ? entry.row?.risk : null;
  const first = column === table.columns[0];
  const content = (
    <>
      <span className={styles['label']} aria-hidden="true">
        {column.label[language]}
      </span>
      <span className={styles['value']}>
        {risk === null || risk === undefined ? null : <RiskMark risk={risk} />}
        <span>{text?.[language]}</span>
        {first ? <StatusMark status={entry.fact.status} /> : null}
      </span>
    </>
  );
  return first ? (
    <th role="rowheader" scope="row" className={styles['cell']}>
      {content}
    </th>
  ) : (
    <td role="cell" className={styles['cell']}>
      {content}
    </td>
  );
}

/** A table of claims; rows become cards in a narrow window. Explicit roles keep the table semantics there. */
export function ClaimTable({ table, entries, labelledBy }: ClaimTableProps) {
  const language = useLanguage();
  return (
    <table role="table" className={styles['table']} aria-labelledby={labelledBy}>
      <thead role="rowgroup" className={styles['head']}>
        <tr role="row">
          {table.columns.map((column) => (
            <th key={column.key} role="columnheader" scope="col">
              {column.label[language]}
            </th>
          ))}
        </tr>
      </thead>
      {entries.map((entry) => (
        <tbody key={entry.fact.id} role="rowgroup" className={styles['group']} data-fact={entry.fact.id}>
          <tr
            role="row"
            className={classes(styles['row'], besides(entry.fact) !== null && styles['withAside'])}
          >
            {table.columns.map((column) => (
              <Cell key={column.key} entry={entry} column={column} table={table} />
            ))}
          </tr>
          {besides(entry.fact) === null ? null : (
            <tr role="row" className={styles['asideRow']}>
              <td role="cell" colSpan={table.columns.length}>
                <AsideNote fact={entry.fact} />
              </td>
            </tr>
          )}
        </tbody>
      ))}
    </table>
  );
}

interface ClaimProps {
  readonly entry: Entry;
  /** the question that the claim answers */
  readonly heading?: ReactNode;
}

/** A claim with its status and its correction or remark. */
export function Claim({ entry: { fact }, heading }: ClaimProps) {
  const language = useLanguage();
  return (
    <div className={styles['claim']} data-fact={fact.id}>
      <div className={styles['words']}>
        {heading}
        <p>{fact.says[language]}</p>
        <AsideNote fact={fact} />
      </div>
      <StatusMark status={fact.status} />
    </div>
  );
}

/** The correction of a disputed claim, or the remark on another. */
function AsideNote({ fact }: { readonly fact: Fact }) {
  const language = useLanguage();
  const { frame, guide } = useTexts();
  const text = besides(fact)?.[language];
  if (text === undefined) return null;
  const disputed = fact.status === 'disputed';
  return (
    <p className={classes(styles['aside'], disputed && styles['correction'])}>
      {disputed ? frame.correction({ text }) : guide.remark({ text })}
    </p>
  );
}
