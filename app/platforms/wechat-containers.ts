/**
 * Folders in ~/Library that a copy of WeChat.app gets under an id of its own (row M-17): `xinWeChat2`, `xinWeChat.dual`,
 * `WeChatWork`, `wechat_1700000000`. Wide, because only a recognised layout makes such a folder a root.
 */
export const copiedContainers = 'Containers/com.tencent.{xinWeChat,xWeChat,WeChat}?*/Data';

/** The app's own container and that of the test build. */
export const ownContainers = 'Containers/{com.tencent.xinWeChat,com.tencent.xWeChat}/Data';

/**
 * The same copies for a folder that every container has. Narrow, because helpers of WeChat itself (`.MiniProgram`,
 * `.WeChatMacShare`, `.IPCHelper`) have containers with such names too.
 */
export const namedCopies = [
  'Containers/com.tencent.{xinWeChat,xWeChat,WeChat}{0,1,2,3,4,5,6,7,8,9,_,-}*/Data',
  'Containers/com.tencent.{xinWeChat,xWeChat,WeChat}.{dual,clone,copy,multi,second}*/Data',
] as const;

/** What the id of the app or of a copy looks like inside a container. */
export const appIds = 'com.tencent.{xinWeChat,xWeChat,WeChat}*';
