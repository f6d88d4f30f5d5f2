/**
 * What follows a program's name in the name of a copy: `WeChat2`, `WeChat - 副本`, `WeChat_2`, `WeChat (2)`. A letter
 * never does, because `WeChatOCR` or `QQMusic` is another program.
 */
export const copySuffix = '{0,1,2,3,4,5,6,7,8,9, ,-,_,(,（,[,【,.,~,+,副,复,拷,分,多,双,新}*';

/** What stands before it: `副本 WeChat`, `Copy (2) of WeChat`. */
export const copyPrefix = '{副本,复件,拷贝,Copy}*';

/** On Linux `wechat-devtools` and `qq-music` are other programs, so only a number makes a copy. */
export const copyNumber = '{,-,_, ,.}{0,1,2,3,4,5,6,7,8,9}*';
