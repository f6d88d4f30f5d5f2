import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { useTexts } from '../../language/use-texts.ts';
import { Icon } from '../../components/icon.tsx';
import styles from './guide-search.module.css';

interface Props {
  readonly query: string;
  readonly onChange: (query: string) => void;
}

/** Finds claims by their words; Escape clears it. */
export function GuideSearch({ query, onChange }: Props) {
  const { guide } = useTexts();
  return (
    <SearchField
      className={styles['search'] ?? ''}
      aria-label={guide.search}
      value={query}
      onChange={onChange}
      maxLength={100}
    >
      <svg aria-hidden="true" width="16" height="16" viewBox="0 0 16 16" className={styles['glass']}>
        <circle cx="7" cy="7" r="4.5" />
        <path d="m10.5 10.5 3.5 3.5" />
      </svg>
      <Input className={styles['input'] ?? ''} placeholder={guide.searchHint} />
      <Button className={styles['clear'] ?? ''} aria-label={guide.clear}>
        <Icon name="cross" size={16} />
      </Button>
    </SearchField>
  );
}
