import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { ensureBuilt } from './build.mjs';
import { findBrowser } from './find-browser.mjs';
import { demoEnvironment } from './start-options.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'out', 'cli.js');
const folder = join(root, 'docs', 'screenshots');
const sizes = { wide: [1280, 800], usual: [960, 640], narrow: [800, 640] };

/** The words that the walk looks for; scripts do not load the dictionaries, which are TypeScript. */
const words = {
  'zh-CN': {
    leave: '我要离开这台电脑',
    deep: '一键深度清理',
    again: '重新查看',
    all: '全选',
    next: '继续',
    signedOut: '已退出登录',
    system: '系统',
    cache: '只清缓存',
    hold: { quarantine: '按住 1.5 秒，放进隔离区', delete: '按住 1.5 秒，开始删除' },
    ways: '换一种方式',
    restore: { open: '恢复…', start: '恢复到原处', done: '知道了' },
    finish: '完成',
    close: '退出向导',
    session: { sit: '我坐下了', go: '我要走了', end: '结束', show: '显示文件名' },
    nav: {
      timeline: '动态',
      restore: '恢复',
      guide: '指南',
      records: '记录',
      settings: '设置',
      leave: '离开',
    },
  },
  'en-US': {
    leave: 'I am leaving this computer',
    deep: 'Deep clean',
    again: 'Look again',
    all: 'Select all',
    next: 'Continue',
    signedOut: 'Signed out',
    system: 'System',
    cache: 'Clean caches only',
    hold: {
      quarantine: 'Hold for 1.5 s to put into the quarantine',
      delete: 'Hold for 1.5 s to start removing',
    },
    ways: 'Choose another way',
    restore: { open: 'Restore…', start: 'Restore to its place', done: 'Got it' },
    finish: 'Done',
    close: 'Close wizard',
    session: { sit: 'I sat down', go: 'I am going', end: 'End it', show: 'Show file names' },
    nav: {
      timeline: 'Activity',
      restore: 'Restore',
      guide: 'Guide',
      records: 'Records',
      settings: 'Settings',
      leave: 'Leave',
    },
  },
};

/** A demo home that only this walk cleans. */
function makeDemoHome() {
  const place = mkdtempSync(join(tmpdir(), 'signoff-screenshots-'));
  const home = join(place, 'home');
  const made = spawnSync(process.execPath, [cli, 'demo', 'create', home, '--files', '6000'], { cwd: root });
  if (made.status !== 0) throw new Error(`signoff demo create: ${String(made.stderr)}${String(made.stdout)}`);
  return { place, home, env: demoEnvironment(process.env, home), dataDir: join(place, 'state') };
}

/** Starts `signoff open --no-launch` and waits for the file that it asks to be opened. */
function openHost({ env, dataDir }) {
  const host = spawn(process.execPath, [cli, 'open', '--no-launch', '--data-dir', dataDir], {
    env,
    cwd: root,
  });
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk) => {
      said += String(chunk);
      const file = /\S*[/\\]window-[^\n]*launch\.html/.exec(said)?.[0];
      if (file !== undefined) resolve({ host, launchFile: file.slice(file.indexOf(dataDir)) });
    };
    host.stdout.on('data', read);
    host.stderr.on('data', read);
    host.once('exit', (code) => reject(new Error(`signoff open ended with ${String(code)}: ${said}`)));
  });
}

/** Whole walks are kept in these two; the other two show only what colours and words change most. */
const whole = ['zh-CN light', 'en-US dark'];
const always = ['1-home', '4-level', '5-preview', '7-result', '12-timeline'];

/** Puts the picture of the present screen into docs/screenshots, in every size that is asked for. */
function camera(page, language, theme) {
  const all = whole.includes(`${language} ${theme}`);
  return async (name, more = []) => {
    if (!all && !always.includes(name)) return;
    for (const size of all ? ['usual', ...more] : ['usual']) {
      const [width, height] = sizes[size];
      await page.setViewportSize({ width, height });
      await page.mouse.move(width - 4, 4);
      await page.waitForTimeout(350);
      await page.screenshot({ path: join(folder, `${name}-${language}-${theme}-${width}.png`) });
    }
  };
}

const tickLabel = (page, name) =>
  page.getByRole('checkbox', { name }).first().locator('xpath=ancestor::label[1]');

/** Says of every messenger that it is signed out, up to the question how thoroughly. */
async function passSignOut(page, text) {
  const level = page.getByRole('radio', { name: text.system });
  const answer = page.getByRole('button', { name: new RegExp(`^(${text.signedOut}|${text.next})$`) });
  while ((await level.count()) === 0) {
    await answer.click();
    await page.waitForTimeout(300);
  }
}

/** To the preview, with a picture of every question on the way. */
async function walkToPreview(page, text, take) {
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  await press(text.leave);
  await press(text.all);
  await take('2-accounts');
  await press(text.next);
  await page.waitForTimeout(1200);
  await take('3-sign-out', ['wide', 'narrow']);
  await passSignOut(page, text);
  const level = page.getByRole('radio', { name: text.system }).locator('xpath=ancestor::label[1]');
  await level.click({ position: { x: 12, y: 12 } });
  await take('4-level', ['wide', 'narrow']);
  await press(text.next);
  await page.getByRole('checkbox').first().waitFor();
  await page.getByRole('button', { expanded: false }).first().click();
  await take('5-preview', ['wide', 'narrow']);
}

async function holdAndFinish(page, text, name) {
  await page.getByRole('button', { name }).hover();
  await page.mouse.down();
  await page.getByRole('button', { name: text.finish, exact: true }).waitFor({ timeout: 60_000 });
  await page.mouse.up();
}

/** Puts the caches into the quarantine and restores them, so that the rest of the walk finds them in place. */
async function tidyAndRestore(page, text, take) {
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  await press(text.cache);
  await page.getByRole('checkbox').first().waitFor();
  await press(text.next);
  await page.getByRole('button', { name: text.hold.quarantine }).waitFor();
  await take('6-confirm-quarantine');
  await holdAndFinish(page, text, text.hold.quarantine);
  await take('7-result-quarantine');
  await press(text.finish);
  await page.getByRole('link', { name: text.nav.restore, exact: true }).click();
  await page.getByText(text.restore.open, { exact: true }).waitFor();
  await take('11-restore', ['wide', 'narrow']);
  await page.getByText(text.restore.open, { exact: true }).click();
  await take('11-restore-question');
  await press(text.restore.start);
  await page.getByRole('button', { name: text.restore.done }).waitFor({ timeout: 60_000 });
  await take('11-restore-result');
  await page.getByRole('link', { name: text.nav.leave, exact: true }).click();
}

/** Removes the demo's sign-ins and caches for real, so that result and receipt are true ones. */
async function runAndReport(page, text, take) {
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  await press(text.next);
  await page.getByRole('button', { name: text.hold.delete }).waitFor();
  await take('6-confirm');
  await press(text.ways);
  await take('6-confirm-ways');
  await holdAndFinish(page, text, text.hold.delete);
  await take('7-result', ['wide']);
  await page.getByRole('heading', { level: 4 }).last().scrollIntoViewIfNeeded();
  await take('7-result-phone');
  await press(text.finish);
}

/** A guest signs in: an account folder as WeChat 4.x makes it, and a file for the owner. */
function guestArrives(home) {
  const data = join(home, 'Documents', 'xwechat_files');
  const put = (path, bytes) => {
    mkdirSync(dirname(join(data, path)), { recursive: true });
    writeFileSync(join(data, path), Buffer.alloc(bytes, 1));
  };
  const guest = 'wxid_guest00001_ab12';
  const month = new Date().toISOString().slice(0, 7);
  put(`chenyu1996_b7d2/msg/file/${month}/quotation.pdf`, 240_000);
  put(`${guest}/db_storage/message/message_0.db`, 50_000);
  put(`${guest}/msg/file/${month}/contract.docx`, 80_000);
  for (let index = 0; index < 30; index += 1) put(`${guest}/cache/${month}/a/t${index}.jpg`, 20_000);
}

/** Sits down, lets a guest's account arrive, and leaves again with what came since. */
async function sitAndLeave(page, text, take, home) {
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const goTo = (place) => page.getByRole('link', { name: text.nav[place], exact: true }).click();
  await press(text.session.sit);
  await page.getByRole('button', { name: text.session.go, exact: true }).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2000);
  guestArrives(home);
  await page.getByRole('listitem', { name: 'wxid_guest00001_ab12' }).waitFor({ timeout: 60_000 });
  await goTo('timeline');
  await page.waitForTimeout(6000);
  await take('12-timeline', ['wide', 'narrow']);
  await goTo('leave');
  await take('13-session', ['wide', 'narrow']);
  await press(text.session.go);
  await take('13-session-accounts');
  await press(text.next);
  await passSignOut(page, text);
  const level = page.getByRole('radio', { name: text.system }).locator('xpath=ancestor::label[1]');
  await level.click({ position: { x: 12, y: 12 } });
  await press(text.next);
  await page.getByRole('checkbox').first().waitFor();
  await press(text.next);
  await page.getByRole('button', { name: text.hold.delete }).waitFor();
  await holdAndFinish(page, text, text.hold.delete);
  await take('13-session-result');
  await press(text.session.end);
  await press(text.finish);
}

async function walk(page, language, theme, home) {
  const text = words[language];
  const take = camera(page, language, theme);
  const goTo = (place) => page.getByRole('link', { name: text.nav[place] }).click();
  await page.getByRole('button', { name: text.again }).waitFor({ timeout: 60_000 });
  await take('1-home', ['wide', 'narrow']);
  await page.getByRole('button', { name: text.deep }).click();
  await tickLabel(page, /./).click({ position: { x: 12, y: 12 } });
  await page.getByRole('button', { name: text.next, exact: true }).click();
  await page.getByRole('button', { expanded: false }).first().waitFor();
  await page.getByRole('button', { name: text.next, exact: true }).click();
  await page.getByRole('button', { name: text.hold.quarantine }).waitFor();
  await take('6-confirm-deep');
  await page.getByRole('button', { name: text.close }).click();
  await sitAndLeave(page, text, take, home);
  await tidyAndRestore(page, text, take);
  await walkToPreview(page, text, take);
  await runAndReport(page, text, take);
  await goTo('records');
  await take('8-records');
  await goTo('guide');
  await take('9-guide', ['wide']);
  await goTo('settings');
  await take('10-settings');
}

const executablePath = findBrowser();
if (executablePath === null)
  throw new Error('no Chromium, Chrome or Edge found; name one with SIGNOFF_BROWSER');
await ensureBuilt();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
for (const language of Object.keys(words)) {
  for (const colorScheme of ['light', 'dark']) {
    const demo = makeDemoHome();
    const { host, launchFile } = await openHost(demo);
    const page = await browser.newPage({ locale: language, colorScheme });
    try {
      await page.goto(pathToFileURL(launchFile).href);
      await walk(page, language, colorScheme, demo.home);
      console.log(`screenshots: ${language} ${colorScheme}`);
    } finally {
      await page.close();
      host.removeAllListeners('exit');
      const ended = new Promise((resolve) => host.once('exit', resolve));
      host.kill('SIGTERM');
      await ended;
      rmSync(demo.place, { recursive: true, force: true });
    }
  }
}
await browser.close();
