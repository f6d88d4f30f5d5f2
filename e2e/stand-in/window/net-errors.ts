/** Numbers of net/base/net_error_list.h that a page of the product can meet. */
const numbers: Readonly<Record<string, number>> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_UNEXPECTED: -9,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INVALID_URL: -300,
  ERR_UNKNOWN_URL_SCHEME: -302,
};

/** The error with which `loadURL` rejects (lib/browser/api/web-contents.ts). */
export function loadError(code: string, url: string): Error {
  const errno = numbers[code] ?? -2;
  return Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { errno, code, url });
}

/** `net::ERR_X` of the DevTools protocol as `ERR_X`. */
export function codeOf(errorText: string): string {
  return errorText.replace(/^net::/, '');
}
