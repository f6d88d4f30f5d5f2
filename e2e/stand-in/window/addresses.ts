import type { CustomScheme } from 'electron';

/**
 * Chromium knows no custom scheme, so a page of `app://signoff` lies at `https://signoff.app.invalid`. The program sees
 * `app:` addresses only; the page's own `location` is the one difference that it could notice.
 */
const suffix = /^https:\/\/([^/?#]*)\.([a-z][a-z0-9]*)\.invalid(?=[/?#]|$)/;

let standard: ReadonlySet<string> = new Set();

export function setSchemes(schemes: readonly CustomScheme[]): void {
  standard = new Set(
    schemes.filter(({ privileges }) => privileges?.standard === true).map(({ scheme }) => scheme),
  );
}

/** The address that Chromium is given; null for a scheme that was not registered as standard. */
export function toChromium(address: string): string | null {
  const { protocol } = new URL(address);
  if (['https:', 'http:', 'about:', 'data:', 'file:', 'chrome:'].includes(protocol)) return address;
  const scheme = protocol.slice(0, -1);
  if (!standard.has(scheme)) return null;
  return address.replace(/^[^:]+:\/\/([^/?#]*)/, (_all, host: string) => `https://${host}.${scheme}.invalid`);
}

/** The address that the program sees. */
export function toProgram(address: string): string {
  return address.replace(suffix, (all, host: string, scheme: string) =>
    standard.has(scheme) ? `${scheme}://${host}` : all,
  );
}
