import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** One answer to one request for a page or an asset; a host only writes it down. */
export interface ServedResponse {
  readonly status: 200 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The built renderer, read once: what was not there at start can never be served. */
export interface ServedRenderer {
  /** `path` is a URL's path; it is looked up as a key and never joined to a folder */
  respond(path: string): ServedResponse;
}

/** renderer/index.html carries this word where each answer's nonce belongs */
const noncePlaceholder = '__CSP_NONCE__';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * What a page may ask a browser for. None of it is used, so a page that was taken over gets none of it either. Without
 * features that Chromium does not know on every system, since it complains of those.
 */
const deniedFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'xr-spatial-tracking',
];

/** Sent with everything that either host answers, refusals included. */
export const guardHeaders = {
  'Permissions-Policy': deniedFeatures.map((name) => `${name}=()`).join(', '),
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** The content security policy of a page; without a nonce no inline style is allowed at all. */
export function contentSecurityPolicy(nonce: string | null): string {
  const style = nonce === null ? "'self'" : `'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${style}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

async function readFiles(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, path).split(sep).join('/')}`, await readFile(path));
  }
  return files;
}

/** The page with this answer's nonce, where libraries that add styles look for it. */
function withNonce(page: Uint8Array, nonce: string): Uint8Array {
  const html = new TextDecoder().decode(page);
  return new TextEncoder().encode(html.replaceAll(noncePlaceholder, nonce));
}

function notFound(): ServedResponse {
  const headers = {
    ...guardHeaders,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Security-Policy': contentSecurityPolicy(null),
  };
  return { status: 404, headers, body: new TextEncoder().encode('404\n') };
}

/** Reads the built renderer; throws when the folder has no index.html, because then nothing was built. */
export async function loadRenderer(folder: string): Promise<ServedRenderer> {
  const files = await readFiles(folder);
  if (!files.has('/index.html')) throw new Error(`no index.html in ${folder}: build first`);

  return {
    respond(path) {
      const key = path === '/' ? '/index.html' : path;
      const bytes = files.get(key);
      const type = contentTypes[extname(key).toLowerCase()];
      if (bytes === undefined || type === undefined) return notFound();
      const isPage = type.startsWith('text/html');
      const nonce = isPage ? randomBytes(18).toString('base64') : null;
      return {
        status: 200,
        headers: {
          ...guardHeaders,
          'Content-Type': type,
          'Content-Security-Policy': contentSecurityPolicy(nonce),
        },
        body: nonce === null ? bytes : withNonce(bytes, nonce),
      };
    },
  };
}
