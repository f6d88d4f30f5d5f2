import type { BusAddress, SessionBus } from './bus.ts';
import type { BarTone } from './pictures.ts';

const settings: BusAddress = {
  destination: 'org.freedesktop.portal.Desktop',
  path: '/org/freedesktop/portal/desktop',
  interface: 'org.freedesktop.portal.Settings',
};
const namespace = 'org.freedesktop.appearance';
const key = 'color-scheme';

/** The value inside any number of variants: the portal's `Read` packs it twice. */
function unpack(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'value' in value ? unpack(value.value) : value;
}

function toneOf(scheme: unknown): BarTone {
  if (scheme === 1) return 'dark';
  return scheme === 2 ? 'light' : 'unknown';
}

/**
 * Follows the colours that the desktop prefers, as the nearest thing to the colour of its bar. Many desktops do not
 * tell. Source: XDG desktop portal, `org.freedesktop.portal.Settings`, `color-scheme`: 1 dark, 2 light, 0 no preference.
 */
export async function followBarTone(bus: SessionBus, onTone: (tone: BarTone) => void): Promise<void> {
  const rule = `interface='${settings.interface}',member='SettingChanged',arg0='${namespace}',arg1='${key}'`;
  await bus.listen(rule, ({ member, body: [changedNamespace, changedKey, value] }) => {
    if (member === 'SettingChanged' && changedNamespace === namespace && changedKey === key)
      onTone(toneOf(unpack(value)));
  });
  const read = bus.call(settings, 'Read', { signature: 'ss', body: [namespace, key] });
  onTone(
    await read.then(
      ([value]) => toneOf(unpack(value)),
      () => 'unknown' as const,
    ),
  );
}
