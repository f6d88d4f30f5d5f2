import { describe, expect, it, vi } from 'vitest';
import { demandKnownSwitches, goOffline, refusedSwitches } from './switches.ts';

const own = ['--data-dir=/home/li/my state', '--language=en-US', '--start-hidden', '--open=leave'];

describe('a packaged app', () => {
  it.each([
    'remote-debugging-port=9222',
    'remote-debugging-pipe',
    'inspect=0.0.0.0:9229',
    'inspect-brk',
    'js-flags=--expose-gc',
    'no-sandbox',
    'disable-setuid-sandbox',
    'load-extension=/tmp/evil',
    'user-data-dir=/tmp/elsewhere',
    'proxy-server=10.0.0.1:8080',
    'host-resolver-rules=MAP * 10.0.0.1',
    'disable-web-security',
    'renderer-cmd-prefix=/tmp/evil',
    'gpu-launcher=/tmp/evil',
    'enable-features=SomethingOfNextYear',
    'trace-startup',
  ])('refuses --%s', (word) => {
    const name = word.split('=')[0];
    for (const system of ['linux', 'macos', 'windows'] as const) {
      expect(refusedSwitches([`--${word}`, ...own], system)).toEqual([name]);
      expect(refusedSwitches([...own, `-${word}`], system)).toEqual([name]);
    }
  });

  it('reads switches as Windows does there', () => {
    expect(
      refusedSwitches(['/Remote-Debugging-Port=1', '--NO-SANDBOX', '--Data-Dir=C:\\x'], 'windows'),
    ).toEqual(['remote-debugging-port', 'no-sandbox']);
    expect(refusedSwitches(['/home/li/file', '--Data-Dir=/x'], 'linux')).toEqual(['Data-Dir']);
  });

  it('takes its own options and how a window is drawn', () => {
    expect(refusedSwitches([...own, '--ozone-platform-hint=auto', '--lang=en-US', 'file'], 'linux')).toEqual(
      [],
    );
    expect(refusedSwitches(['-psn_0_12345'], 'macos')).toEqual([]);
    expect(refusedSwitches(['-psn_0_12345'], 'linux')).toEqual(['psn_0_12345']);
    expect(refusedSwitches(['--', '--no-sandbox'], 'linux')).toEqual([]);
  });
});

describe('the start', () => {
  const argv = ['/opt/SignOff/signoff', '--remote-debugging-port=9222', '--no-sandbox'];

  it('ends with the names, which Chromium no longer sees', () => {
    const removeSwitch = vi.fn();
    const app = { isPackaged: true, commandLine: { removeSwitch } };
    expect(() => demandKnownSwitches(app, argv, 'linux')).toThrow('--remote-debugging-port --no-sandbox');
    expect(removeSwitch.mock.calls).toEqual([['remote-debugging-port'], ['no-sandbox']]);
  });

  it('takes every switch while it is not packaged, for tests and debugging', () => {
    const removeSwitch = vi.fn();
    demandKnownSwitches({ isPackaged: false, commandLine: { removeSwitch } }, argv, 'linux');
    expect(removeSwitch).not.toHaveBeenCalled();
  });

  it('resolves no name and asks for no proxy', () => {
    const appendSwitch = vi.fn();
    goOffline({ appendSwitch });
    expect(appendSwitch.mock.calls).toContainEqual(['host-resolver-rules', 'MAP * ~NOTFOUND']);
    expect(appendSwitch.mock.calls).toContainEqual(['no-proxy-server']);
    expect(appendSwitch.mock.calls).toContainEqual([
      'force-webrtc-ip-handling-policy',
      'disable_non_proxied_udp',
    ]);
  });
});
