import type { Language } from './dictionary.ts';
import { common as commonZh } from './zh-CN/common.ts';
import { errors as errorsZh } from './zh-CN/errors.ts';
import { common as commonEn } from './en-US/common.ts';
import { errors as errorsEn } from './en-US/errors.ts';

/** All texts of both languages; an area of the product adds its own file to both folders and one line here. */
export const dictionaries = {
  'zh-CN': { common: commonZh, errors: errorsZh },
  'en-US': { common: commonEn, errors: errorsEn },
} as const;

export type Dictionary = (typeof dictionaries)[Language];
