import type { Notification } from 'electron';
import { formatBytes } from '../../../app/locale/format.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { Assistant } from '../../assistant/assistant.ts';

interface NoticeMaker {
  readonly supported: boolean;
  readonly make: (words: { title: string; body: string }) => Pick<Notification, 'on' | 'show'>;
}

/** The route that a click on the notice opens: the preview of the caches, which removes nothing yet. */
export const previewPlace = '#/leave/cache';

/** Shows one system notice per crossing. Main decides when, by snooze and quiet hours. */
export function showGrowthNotices(
  assistant: Pick<Assistant, 'on'>,
  { supported, make }: NoticeMaker,
  language: Language,
  openPreview: () => void,
): () => void {
  if (!supported) return () => undefined;
  // kept here, because a notice without a reference loses its click handler with garbage collection
  const shown = new Set<ReturnType<NoticeMaker['make']>>();
  return assistant.on('growth.exceeded', ({ bytes, limit }) => {
    const { title, body } = dictionaries[language].home.growth;
    const notice = make({
      title,
      body: body({ size: formatBytes(bytes, language), limit: formatBytes(limit, language) }),
    });
    shown.add(notice);
    notice.on('click', () => {
      shown.delete(notice);
      openPreview();
    });
    notice.on('close', () => shown.delete(notice));
    notice.show();
  });
}
