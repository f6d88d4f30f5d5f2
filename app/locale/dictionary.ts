/**
 * The shape that a translation must have: the same keys, texts where the Chinese has texts, functions of the same
 * parameters where it has functions. A missing or extra key does not compile.
 */
export type Translation<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...parameters: infer P) => string
      ? (...parameters: P) => string
      : Translation<T[K]>;
};

export const languages = ['zh-CN', 'en-US'] as const;
export type Language = (typeof languages)[number];

/** The language of an environment tag such as `zh_CN.UTF-8` or `en-GB`; Chinese first where nothing is said. */
export function languageOf(tag: string | undefined): Language {
  if (tag === undefined || tag === '' || tag === 'C' || tag.startsWith('C.') || tag === 'POSIX')
    return 'zh-CN';
  return tag.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en-US';
}
