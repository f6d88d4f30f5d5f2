import type { ReactNode } from 'react';
import styles from './page.module.css';

/** The content column shared by all screens. */
export function Page({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <div className={styles['scroll']}>
      <div className={styles['page']}>
        {title === undefined ? null : <h1 className={styles['title']}>{title}</h1>}
        {children}
      </div>
    </div>
  );
}
