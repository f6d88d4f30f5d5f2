import type { Notification } from 'electron';
import { formatBytes } from '../../../app/locale/format.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { Assistant } from '../../assistant/assistant.ts';

interface NoticeMaker {
  readonly supported: boolean;
  readonly make: (words: { title: string; body: string }) => Pick<Notification, 'on' | 'show'>;
}

/** The place in the window that a click on the notice leads to: the preview of the caches, where nothing is touched yet. */
export const previewPlace = '#/leave/cache';

/** Shows the system's notice once per crossing; main decides when, with snooze and quiet hours. A click only opens the preview. */
export function noticeGrowth(
  assistant: Pick<Assistant, 'on'>,
  { supported, make }: NoticeMaker,
  language: Language,
  openPreview: () => void,
): () => void {
  if (!supported) return () => undefined;
  // held here because a notice that nothing refers to loses its click when memory is collected
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
