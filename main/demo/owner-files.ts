import { bulk, fixed, size } from './tree-rules.ts';
import type { Branch, FixedFile } from './tree-rules.ts';

const { kb, mb } = size;

const files: readonly FixedFile[] = [
  ...fixed(null, 'Documents/毕业论文/论文-{初稿,第二稿,定稿}.docx', 1.8 * mb),
  ...fixed(null, 'Documents/毕业论文/实验数据/{传感器,问卷}.xlsx', 900 * kb),
  ...fixed(null, 'Documents/家庭/{户口本扫描,租房合同}.pdf', 2.4 * mb),
  ...fixed(null, 'Pictures/毕业旅行/IMG_{2041,2042,2043,2044,2045,2046,2047,2048}.jpg', 4.2 * mb),
  ...fixed(null, 'Pictures/宝宝/{满月,周岁,第一步}.mp4', 96 * mb),
  ...fixed(null, 'Desktop/{待办.txt,答辩演示.pptx}', 320 * kb),
  ...fixed(null, 'Downloads/{installer.zip,讲座通知.pdf}', 12 * mb),
  // folders that only look like a messenger's
  ...fixed(null, 'Documents/导出/msg/{聊天记录,群公告}.txt', 40 * kb),
  ...fixed(null, 'Documents/WeChat/笔记.md', 6 * kb),
  ...fixed(null, 'Documents/xwechat_files.zip', 14 * mb),
];

/** The user's own files, which no plan may contain. */
export const ownerBranch: Branch = {
  base: '',
  platform: null,
  account: null,
  share: 0.01,
  lastUsedDaysAgo: 1,
  fixed: files,
  bulk: [bulk(null, 'Pictures/相机/<month>/IMG_<seq>.jpg', 1, 3.6 * mb, 0.4)],
};
