import { dictionaries } from '../../app/locale/dictionaries.ts';
import { expect, test } from '../harness/desktop-test.ts';
import { HomePage } from '../pages/home-page.ts';

test.use({ files: 350 });
test.skip(({ kind }) => kind !== 'stand-in', 'the real binary would empty the clipboard of this desktop');

const texts = dictionaries['zh-CN'];

test('leaving empties the clipboard and the marked text, only by the press at its end', async ({ start }) => {
  const { app, window } = await start();
  const calls = () =>
    app.evaluate(() =>
      standIn.records.calls.map(([name]) => name).filter((name) => name.startsWith('clipboard')),
    );
  const wizard = await new HomePage(window, texts).leave();
  await wizard.chooseEveryone();
  await wizard.goOn();
  await wizard.passSignOut();
  await wizard.chooseLevel('system');
  await wizard.goOn();
  await wizard.preview();
  await wizard.goOn();
  await wizard.holdToRun();
  await wizard.result('done');
  await expect(window.getByText(texts.common.clipboardBeyond.linux)).toBeVisible();
  expect(await calls()).toEqual([]);
  await wizard.emptyClipboard();
  expect(await calls()).toEqual(['clipboard.clear', 'clipboard.selection.clear']);
});
