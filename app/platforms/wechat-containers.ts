/** The app's own container in ~/Library and that of the test build. */
export const ownContainers = 'Containers/{com.tencent.xinWeChat,com.tencent.xWeChat}/Data';

/** Containers that a copy of WeChat.app gets under an id of its own (row M-17), as multi-open scripts name them. */
export const copiedContainers = [
  'Containers/com.tencent.{xinWeChat,xWeChat,WeChat}{0,1,2,3,4,5,6,7,8,9,_1,_2,-1,-2}*/Data',
  'Containers/com.tencent.{xinWeChat,xWeChat,WeChat}{Work,Dual,.dual,.clone,.copy,.multi,.second,.ATB}*/Data',
] as const;

/** Any other name: a copy under a new one, or a backup such as `com.tencent.xinWeChat.bak`, so measured only. */
export const otherContainers = 'Containers/com.tencent.{xinWeChat,xWeChat,WeChat}?*/Data';

/** What the id of the app or of a copy looks like inside a container. */
export const appIds = 'com.tencent.{xinWeChat,xWeChat,WeChat}*';
