import { useState } from 'react';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Row } from './row.tsx';

/** A notice that was put off, and the way to have it back at once. */
export function Snoozed() {
  const { settings: texts } = useTexts();
  const format = useFormat();
  const { settings } = useStores();
  const until = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.guardSnoozedUntil,
  );
  const [openedAt] = useState(() => Date.now());
  if (until === null || until <= openedAt) return null;
  const words = texts.watch;
  return (
    <Row name={words.snoozed({ time: format.time(until) })}>
      <Button size="small" onPress={() => void settings.change({ guardSnoozedUntil: null })}>
        {words.wake}
      </Button>
    </Row>
  );
}
