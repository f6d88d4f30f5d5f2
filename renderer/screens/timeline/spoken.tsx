import { useEffect, useRef, useState } from 'react';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import styles from './timeline.module.css';

const speakEveryMs = 15_000;

/** Tells a screen reader now and then how much is new; never each event. */
export function Spoken({ newest }: { readonly newest: number }) {
  const { timeline } = useTexts();
  const format = useFormat();
  const latest = useRef(newest);
  const [told, setTold] = useState({ until: newest, count: 0 });
  useEffect(() => {
    latest.current = newest;
  }, [newest]);
  useEffect(() => {
    const timer = setInterval(
      () => setTold(({ until }) => ({ until: latest.current, count: Math.max(0, latest.current - until) })),
      speakEveryMs,
    );
    return () => clearInterval(timer);
  }, []);
  return (
    <p className={styles['hidden']} role="status">
      {told.count === 0 ? '' : timeline.spoken({ count: format.count(told.count) })}
    </p>
  );
}
