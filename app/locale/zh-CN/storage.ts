import { spaced } from '../spacing.ts';

/** 「存储」: a map of what takes up how much. */
export const storage = {
  heading: '存储',
  title: (p: { size: string; atLeast: boolean }) =>
    spaced(p.atLeast ? `聊天软件至少占了 ${p.size}` : `聊天软件占了 ${p.size}`),
  measuring: '正在测量',
  empty: '没有找到聊天软件的数据。',
  hint: '点名称看里面，点色块选中。色块的大小就是它占的空间。',
  guestHint: '暗的色块是你坐下之前就有的，只能看。',
  map: '各账号、各类数据的大小',
  place: '位置',
  everything: '这台电脑',
  small: '较小的账号',
  shared: (p: { product: string }) => spaced(`${p.product}共用的数据`),
  older: (p: { month: string }) => spaced(`${p.month}及更早`),
  notYours: '这里的只能看，不能从这里清理。',
  others: '图上放不下名字的',
  kinds: '这里有',
  largest: '最大的文件',
  moreFiles: (p: { count: string }) => spaced(`再看 ${p.count} 个`),
  picked: (p: { files: string; size: string }) => spaced(`选了 ${p.files}，${p.size}`),
  wizardOpen: '「离开」里还有一次清理没有结束，先到那里完成或关闭它。',
  clear: '不选了',
  preview: '预览清理',
} as const;
