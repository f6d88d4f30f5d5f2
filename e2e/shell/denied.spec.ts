import type { ElectronApplication, Page } from 'playwright';
import type { ElectronKind } from '../harness/electron-host.ts';
import { call, expect, test } from '../harness/desktop-test.ts';

test.use({ files: 350 });

const refusals = (app: ElectronApplication) =>
  app.evaluate(() => standIn.records.refusals.splice(0).map(({ by, url }) => `${by} ${url}`));

/** The page is still ours and still talks to the assistant. */
async function expectOurs(app: ElectronApplication, window: Page): Promise<void> {
  const urls = () =>
    app.evaluate(({ webContents }) => webContents.getAllWebContents().map((each) => each.getURL()));
  expect(await urls()).toEqual(['app://signoff/']);
  expect(await call<object>(window, 'host.describe')).toMatchObject({ system: 'linux' });
}

const ways: Readonly<Record<string, (address: string) => void>> = {
  'location.href': (address) => {
    location.href = address;
  },
  'a link': (address) => {
    const link = document.body.appendChild(document.createElement('a'));
    link.href = address;
    link.click();
    link.remove();
  },
  'a link for a new tab': (address) => {
    const link = document.body.appendChild(document.createElement('a'));
    link.href = address;
    link.target = '_blank';
    link.click();
    link.remove();
  },
  'a form': (address) => {
    const form = document.body.appendChild(document.createElement('form'));
    form.action = address;
    form.submit();
    form.remove();
  },
  'window.open': (address) => void window.open(address),
  'a frame': (address) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.src = address;
  },
};

/** In the stand-in Chromium sees `app:` addresses in another form, e2e/stand-in/window/addresses.ts. */
const addresses = (kind: ElectronKind): readonly string[] => [
  'https://example.com/',
  'http://127.0.0.1:9/',
  ...(kind === 'stand-in'
    ? ['https://signoff.evil.app.invalid/', 'https://signoff@evil.app.invalid/']
    : ['app://signoff.evil/', 'app://signoff@evil/']),
  'file:///etc/passwd',
  'data:text/html,x',
];

test('nothing leads the window away', async ({ start, kind }) => {
  const { app, window } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  for (const [name, go] of Object.entries(ways))
    await test.step(name, async () => {
      for (const address of addresses(kind))
        await test.step(address, async () => {
          await window.evaluate(go, address);
          // the page answers only after what it has asked for before was decided
          await expectOurs(app, window);
        });
      expect(app.windows()).toHaveLength(1);
    });
  await window.evaluate(() => {
    for (const frame of document.querySelectorAll('iframe')) frame.remove();
  });
  await expectOurs(app, window);
});

test('the locks of the shell refuse, not only the page’s own policy', async ({ start, kind }) => {
  test.skip(kind !== 'stand-in', 'the real binary keeps no record of refusals');
  const { app, window } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  await refusals(app);
  await window.evaluate(() => void (location.href = 'https://example.com/'));
  await expect.poll(() => refusals(app)).toEqual(['will-frame-navigate https://example.com/']);
  expect(await window.evaluate(() => self.open('https://example.com/') === null)).toBe(true);
  await expect.poll(() => refusals(app)).toEqual(['window.open https://example.com/']);
  // without the page's own policy, the session's rule cancels the request
  const cancelled = await app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0] ?? {};
    const { session } = webContents ?? {};
    return new Promise<boolean>((resolve) => {
      const rule = Reflect.get(session ?? {}, 'webRequest') as { cancels(wanted: object): Promise<boolean> };
      void rule
        .cancels({ url: 'https://example.com/x.png', method: 'GET', resourceType: 'Image' })
        .then(resolve);
    });
  });
  expect(cancelled).toBe(true);
});

test('the page gets no permission', async ({ start, kind }) => {
  const { app, window } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  const answers = await window.evaluate(async () => {
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => 'given',
        (error: unknown) => (error as Error).name,
      );
    const query = async (name: string) =>
      (await navigator.permissions.query({ name: name as PermissionName })).state;
    return {
      notification: await Notification.requestPermission(),
      geolocation: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          ({ code }) => resolve(code),
        ),
      ),
      clipboard: await outcome(navigator.clipboard.writeText('x')),
      camera: await outcome(navigator.mediaDevices.getUserMedia({ video: true })),
      states: await Promise.all(['geolocation', 'notifications', 'camera', 'microphone'].map(query)),
    };
  });
  expect(answers).toMatchObject({ notification: 'denied', geolocation: 1, clipboard: 'NotAllowedError' });
  expect(answers.camera).toMatch(/NotAllowedError|NotFoundError/);
  expect(answers.states).toEqual(['denied', 'denied', 'denied', 'denied']);
  if (kind !== 'stand-in') return;
  const given = await app.evaluate(() => [...standIn.records.permissions].filter(([, granted]) => granted));
  expect(given).toEqual([]);
});
