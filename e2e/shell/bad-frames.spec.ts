import { call, expect, test } from '../harness/desktop-test.ts';

test.use({ files: 350 });

/** of a frame that our own page sends */
const malformed = { kind: 'reply', reply: { ok: false, error: { code: 'invalid-input' } } };
const refused = { kind: 'reply', id: 0, reply: { ok: false, error: { code: 'not-allowed' } } };

/** What is no request frame: wrong kinds, missing, extra and odd fields. */
const wrongShapes: readonly unknown[] = [
  null,
  'request',
  7,
  [],
  {},
  { kind: 'event', event: 'job.ended', payload: {} },
  { kind: 'request', id: -1, method: 'host.describe', input: {} },
  { kind: 'request', id: 1.5, method: 'host.describe', input: {} },
  { kind: 'request', id: '1', method: 'host.describe', input: {} },
  { kind: 'request', id: 1, method: '', input: {} },
  { kind: 'request', id: 1, method: 'x'.repeat(65), input: {} },
  { kind: 'request', id: 1, method: 'host.describe', input: {}, more: true },
  { kind: 'request', id: 1, method: 'host.describe', input: 'x'.repeat(1024 * 1024) },
];

test('frames of a wrong shape or size are refused, and the next good one is answered', async ({ start }) => {
  const { window } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  for (const frame of wrongShapes) {
    const reply = await window.evaluate((sent) => self.signoff!.request(sent as never), frame);
    expect(reply, JSON.stringify(frame).slice(0, 80)).toMatchObject(malformed);
  }
  const unknown = { kind: 'request', id: 5, method: 'files.remove', input: { path: '/' } } as const;
  const reply = await window.evaluate((sent) => self.signoff!.request(sent as never), unknown);
  expect(reply).toMatchObject({ id: 5, reply: { ok: false, error: { code: 'unknown-method' } } });
  const uncloneable = await window.evaluate(() =>
    self.signoff!.request({ kind: 'request', id: 1, method: 'host.describe', input: () => 1 }).then(
      () => 'sent',
      (error: unknown) => String(error),
    ),
  );
  expect(uncloneable).toContain('could not be cloned');
  expect(await call<object>(window, 'host.describe')).toMatchObject({ system: 'linux' });
});

test('another window with our preload and our page gets no answer', async ({ start, where }) => {
  const { app, window } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  const opened = app.waitForEvent('window');
  await app.evaluate(({ BrowserWindow }, preload) => {
    const second = new BrowserWindow({
      webPreferences: { preload, sandbox: true, contextIsolation: true, partition: 'signoff-window' },
    });
    void second.loadURL('app://signoff/');
  }, `${where.program.folder}/out/preload.cjs`);
  const second = await opened;
  await second.waitForFunction(() => 'signoff' in self);
  const reply = await second.evaluate(() =>
    self.signoff!.request({ kind: 'request', id: 1, method: 'host.describe', input: {} }),
  );
  expect(reply).toMatchObject(refused);
});

test('a frame within our page has no bridge, and what it could send by force is refused', async ({
  start,
  kind,
}) => {
  test.skip(kind !== 'stand-in', 'only the stand-in can send as another frame');
  const { app, window } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  const hasBridge = await window.evaluate(() => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    return frame.contentWindow !== null && 'signoff' in frame.contentWindow;
  });
  expect(hasBridge).toBe(false);
  const good = { kind: 'request', id: 1, method: 'host.describe', input: {} };
  const sendAs = (frame: 'main' | 'child' | 'gone') =>
    app.evaluate((_electron, [from, value]) => standIn.sendAs(from, 'signoff:request', value), [
      frame,
      good,
    ] as const);
  expect(await sendAs('main')).toMatchObject({ id: 1, reply: { ok: true } });
  expect(await sendAs('child')).toMatchObject(refused);
  expect(await sendAs('gone')).toMatchObject(refused);
});
