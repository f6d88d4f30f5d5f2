import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Another program of the lane's Windows that uses the clipboard: `node.exe clipboard-tool.mjs WHAT ANSWER [TEXT]`.
 * `put` copies the text, `read` writes what would be pasted into the file ANSWER as JSON, `hold` keeps the clipboard open
 * until it is ended. ANSWER appears when it is done, because this Windows' pipes lose Node's output.
 */
const [what = '', answer = '', text = ''] = process.argv.slice(2);

const binding = { exports: {} };
process.dlopen(binding, join(import.meta.dirname, 'native', 'koffi-win32-x64.node'));
const koffi = binding.exports;
const [user, kernel] = [koffi.load('user32.dll'), koffi.load('kernel32.dll')];
const createWindow = user.func(
  'intptr_t CreateWindowExW(uint32 more, str16 kind, str16 name, uint32 style, int x, int y, int w, int h, intptr_t parent, intptr_t menu, intptr_t program, intptr_t own)',
);
const openClipboard = user.func('bool OpenClipboard(intptr_t owner)');
const emptyClipboard = user.func('bool EmptyClipboard()');
const closeClipboard = user.func('bool CloseClipboard()');
const setData = user.func('intptr_t SetClipboardData(uint32 format, intptr_t memory)');
const getData = user.func('intptr_t GetClipboardData(uint32 format)');
const countFormats = user.func('int CountClipboardFormats()');
const allocate = kernel.func('intptr_t GlobalAlloc(uint32 flags, size_t bytes)');
const lock = kernel.func('intptr_t GlobalLock(intptr_t memory)');
const unlock = kernel.func('bool GlobalUnlock(intptr_t memory)');
const fill = kernel.func('void RtlMoveMemory(intptr_t to, uint8_t *from, size_t bytes)');

const unicodeText = 13;
const moveable = 2;
const messageOnly = -3;

function demand(answered, call) {
  if (!answered) throw new Error(call);
  return answered;
}

// a clipboard opened without a window would count as this program's task only
const owner = createWindow(0, 'STATIC', 'SignOff lane', 0, 0, 0, 0, 0, messageOnly, 0, 0, 0);
demand(openClipboard(demand(owner, 'CreateWindowExW')), 'OpenClipboard');

function put() {
  demand(emptyClipboard(), 'EmptyClipboard');
  const bytes = Buffer.from(`${text}\0`, 'utf16le');
  const memory = demand(allocate(moveable, bytes.length), 'GlobalAlloc');
  fill(demand(lock(memory), 'GlobalLock'), bytes, bytes.length);
  unlock(memory);
  demand(setData(unicodeText, memory), 'SetClipboardData');
}

function read() {
  const formats = countFormats();
  const memory = getData(unicodeText);
  if (Number(memory) === 0) return { formats, text: null };
  const found = koffi.decode(BigInt(demand(lock(memory), 'GlobalLock')), 'char16', -1);
  unlock(memory);
  return { formats, text: found };
}

if (what === 'put') put();
const found = what === 'read' ? read() : {};
if (what !== 'hold') closeClipboard();
// whole from the moment it is seen
writeFileSync(`${answer}.new`, JSON.stringify(found));
renameSync(`${answer}.new`, answer);
if (what !== 'hold') process.exit();
setTimeout(() => process.exit(), 120_000);
