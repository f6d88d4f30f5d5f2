/** What each way of removal really means on the volumes of a plan: said before it starts, and never more than holds. */
export const volumes = {
  notes: {
    'read-only': '这里有只读的磁盘，上面的文件删不掉，会原样留下。',
    'erase-once': '每个文件先用随机数据覆写一遍，再改名、清空、删除。这比直接删除慢，也无法撤销。',
    'erase-network': '这里有网络位置。覆写只是发给对方的电脑，那边是否留有旧内容、快照或备份，这里看不到。',
    'erase-copy-on-write':
      '这里的文件系统把新内容写到别处，不会写在旧内容上。覆写后旧内容仍可能留在磁盘上，直到那里被重新使用；快照里的也还在。',
    'erase-solid-state':
      '这里是固态硬盘。硬盘自己决定写到哪里，覆写不能保证旧内容已经不在；但普通的恢复软件很难再读到。',
    'erase-encrypted': '这里的磁盘已加密。没有密码或密钥的人读不到留下的内容，能打开这台电脑的人除外。',
    'erase-could-not-tell': '系统没有说清这里是哪种磁盘，所以不能保证覆写会落在旧内容上。',
    'erase-not-everything':
      '链接、还有别的名字的文件、稀疏或云端文件不会覆写，只会删除，并逐项说明。备份和临时副本里的内容不在此列。',
    'delete-recoverable':
      '文件会直接删除，不进回收站。在磁盘的那个位置被重新使用之前，恢复软件可能还能找回。',
    'trash-stays':
      '文件会移到回收站，内容还在这台电脑上，用这个系统账号的人可以恢复。离开共用电脑时，请再清空回收站。',
    'trash-own-volume': '回收站收不下的文件会留在原处，不会改成删除。登录凭证不进回收站，会直接删除。',
    'quarantine-stays':
      '文件会移到本机的隔离区，随时可以恢复。可恢复的副本也是痕迹：离开共用电脑时，请清空隔离区，或改用直接删除。登录凭证不进隔离区，会直接删除。',
    'quarantine-copies':
      '这里有文件和隔离区不在同一个磁盘，要先复制并核对，再删除原件，会慢一些，也要占用空间。',
  },
} as const;
