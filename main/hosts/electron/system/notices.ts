import type { Notification } from 'electron';
import { formatBytes } from '../../../../app/locale/format.ts';
import { dictionaries } from '../../../../app/locale/dictionaries.ts';
import type { Language } from '../../../../app/locale/dictionary.ts';
import type { Assistant } from '../../../assistant/assistant.ts';

export interface NoticeMaker {
  readonly supported: boolean;
  readonly make: (words: { title: string; body: string }) => Pick<Notification, 'on' | 'show'>;
}

export interface Notices {
  /** Shows a system notice; a click calls `onClick`. Does nothing where the system shows none. */
  show(words: { title: string; body: string }, onClick: () => void): void;
}

/** Windows tells only by an event that a notice could not be shown, for example without an entry in the start menu. */
export function createNotices({ supported, make }: NoticeMaker, warn: (line: string) => void): Notices {
  // kept here, because a notice without a reference loses its click handler with garbage collection
  const shown = new Set<ReturnType<NoticeMaker['make']>>();
  return {
    show(words, onClick) {
      if (!supported) return;
      const notice = make(words);
      shown.add(notice);
      notice.on('click', () => {
        shown.delete(notice);
        onClick();
      });
      notice.on('close', () => shown.delete(notice));
      notice.on('failed', (_event, error) => {
        shown.delete(notice);
        warn(`notice: ${error}`);
      });
      notice.show();
    },
  };
}

/** The place that a click on the notice of growth opens: the preview of the caches, which removes nothing yet. */
const previewPlace = '#/leave/cache';

interface GrowthParts {
  readonly notices: Notices;
  readonly language: () => Language;
  readonly open: (place: string) => void;
}

/** Shows one system notice per crossing, because the window may be hidden. Main decides when, by snooze and quiet hours. */
export function showGrowthNotices(
  assistant: Pick<Assistant, 'on'>,
  { notices, language, open }: GrowthParts,
): () => void {
  return assistant.on('growth.exceeded', ({ bytes, limit }) => {
    const spoken = language();
    const { title, body } = dictionaries[spoken].home.growth;
    const words = { size: formatBytes(bytes, spoken), limit: formatBytes(limit, spoken) };
    notices.show({ title, body: body(words) }, () => open(previewPlace));
  });
}
