import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findBrowser } from '../scripts/find-browser.mjs';
import { demoTree } from './demo-tree.mjs';
import { machineClass, median, table } from './machine.mjs';
import { openPlainBrowser } from './plain-browser.mjs';
import { doneTitle, installProbe } from './window-probe.mjs';

/**
 * How soon the home screen is usable during the first scan of a large home, and whether the scan blocks the UI
 * thread. Real host, renderer and browser; each run has a new state folder and tab.
 */
const out = fileURLToPath(new URL('../out', import.meta.url));
const label = '我要离开这台电脑';
const limits = { interactiveMs: 1500, longestTaskMs: 50 };
const runs = 5;
const passedOn = ['PATH', 'LANG', 'TZ', 'TMPDIR'];

/** A copy of the built program whose page loads the probe first. */
function probedBuild() {
  if (!existsSync(join(out, 'cli.js'))) throw new Error('out/cli.js is missing: run npm run build first');
  const copy = mkdtempSync(join(tmpdir(), 'signoff-bench-build-'));
  cpSync(out, copy, { recursive: true });
  const page = join(copy, 'renderer', 'index.html');
  const html = readFileSync(page, 'utf8');
  if (!html.includes('<script ')) throw new Error('the page has no script to go before');
  writeFileSync(page, html.replace('<script ', '<script src="/assets/probe.js"></script><script '));
  const call = [label, doneTitle].map((text) => JSON.stringify(text)).join(', ');
  writeFileSync(join(copy, 'renderer', 'assets', 'probe.js'), `(${installProbe.toString()})(${call});\n`);
  writeFileSync(join(copy, 'package.json'), '{ "type": "module" }\n');
  return copy;
}

async function startHost(build, tree) {
  const dataDir = mkdtempSync(join(tmpdir(), 'signoff-bench-state-'));
  const inherited = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]));
  const args = [join(build, 'cli.js'), 'open', '--no-launch', '--data-dir', dataDir];
  const child = spawn(process.execPath, args, { env: { ...inherited, ...tree.env }, cwd: tree.folder });
  const ended = once(child, 'exit');
  let output = '';
  const launchFile = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      const found = /\S*[/\\]window-[^\n]*launch\.html/.exec(output)?.[0];
      if (found !== undefined) resolve(found.slice(found.indexOf(dataDir)));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`signoff open ended with ${code}:\n${output}`)));
  });
  return {
    launchUrl: pathToFileURL(launchFile).href,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilMeasured(browser, tab) {
  const giveUpAt = Date.now() + 120_000;
  while ((await browser.about(tab))?.title !== doneTitle) {
    if (Date.now() > giveUpAt) throw new Error('no scan ended within two minutes');
    await sleep(100);
  }
}

/** Clicks the button with the mouse; true once the next screen replaced home. */
async function clickButton(send) {
  const find = `[...document.querySelectorAll('button')].find((one) => one.textContent.includes(${JSON.stringify(label)}))`;
  const evaluate = async (expression) =>
    (await send('Runtime.evaluate', { expression, returnByValue: true })).result.value;
  const box = await evaluate(`${find}.getBoundingClientRect().toJSON()`);
  const at = { x: box.left + box.width / 2, y: box.top + box.height / 2, button: 'left', clickCount: 1 };
  for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased'])
    await send('Input.dispatchMouseEvent', { type, ...at });
  await sleep(500);
  return evaluate(`${find} === undefined`);
}

async function measureOnce(browser, build, tree) {
  const host = await startHost(build, tree);
  let tab = null;
  try {
    const openedAt = Date.now();
    tab = await browser.open(host.launchUrl);
    await untilMeasured(browser, tab);
    const { probe, clicked } = await browser.inspect(tab, async (send) => {
      const expression = 'JSON.stringify(globalThis.signoffProbe)';
      const { result } = await send('Runtime.evaluate', { expression });
      return { probe: JSON.parse(result.value), clicked: await clickButton(send) };
    });
    if (probe.interactiveAt === null || !clicked) throw new Error(`「${label}」 could not be clicked`);
    const longTasks = [...probe.first.longTasks, ...probe.longTasks];
    return {
      interactiveMs: probe.first.interactiveAt - openedAt,
      againMs: probe.interactiveAt - probe.openedAt,
      scanMs: probe.scanEndedAt - probe.first.scanAskedAt,
      whileScanning: probe.interactiveAt < probe.scanEndedAt,
      longestTaskMs: Math.max(0, ...longTasks.map((task) => task.ms)),
      longTasks: longTasks.map((task) => ({ afterMs: Math.round(task.at - openedAt), ms: task.ms })),
      worstGapMs: Math.max(probe.first.worstGapMs, probe.worstGapMs),
    };
  } finally {
    if (tab !== null) await browser.closeTab(tab);
    await host.stop();
  }
}

function row(name, values, limit) {
  const worst = Math.max(...values);
  const cell = (value) => `${Math.round(value)} ms`;
  const verdict = limit === null ? '' : worst <= limit ? 'kept' : 'exceeded';
  return [name, limit === null ? '–' : `≤ ${limit} ms`, cell(median(values)), cell(worst), verdict];
}

function print(measured, files, version, load) {
  const of = (name) => measured.map((one) => one[name]);
  console.log(`### Window over ${files.toLocaleString('en')} files\n`);
  console.log(`${machineClass()}, ${version}, ${measured.length} runs, load before ${load}\n`);
  console.log(
    table(
      ['figure', 'limit', 'median', 'worst', ''],
      [
        row('home screen interactive, from opening the window', of('interactiveMs'), limits.interactiveMs),
        row('the same, opened again while the scan runs', of('againMs'), limits.interactiveMs),
        row(
          'longest task on the UI thread until the scan is drawn',
          of('longestTaskMs'),
          limits.longestTaskMs,
        ),
        row('longest pause between two 5 ms timers of the UI thread', of('worstGapMs'), null),
        row('the scan that ran meanwhile', of('scanMs'), null),
      ],
    ),
  );
  const still = measured.filter((one) => one.whileScanning).length;
  console.log(
    `\nThe scan was still running when the second window became interactive in ${still} of ${runs} runs.`,
  );
  console.log('A task under 50 ms is not reported by the browser and counts as 0.\n');
  if (process.argv.includes('--tasks')) console.log(`${JSON.stringify(of('longTasks'))}\n`);
}

async function main() {
  const filesAt = process.argv.indexOf('--files');
  const files = filesAt === -1 ? 500_000 : Number(process.argv[filesAt + 1]);
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error('no Chromium, Chrome or Edge found');
  const tree = await demoTree(files);
  const build = probedBuild();
  const load = loadavg()[0].toFixed(1);
  const browser = await openPlainBrowser(executablePath);
  try {
    await measureOnce(browser, build, tree); // warm-up of file cache and browser
    const measured = [];
    for (let run = 0; run < runs; run += 1) measured.push(await measureOnce(browser, build, tree));
    print(measured, files, browser.version, load);
  } finally {
    await browser.close();
    rmSync(build, { recursive: true, force: true });
  }
}

await main();
