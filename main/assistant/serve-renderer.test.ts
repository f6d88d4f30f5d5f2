import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadRenderer } from './serve-renderer.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signoff-renderer-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.js'), 'outside');
  await writeFile(
    join(folder, 'renderer', 'index.html'),
    '<!doctype html><html><head><meta property="csp-nonce" nonce="__CSP_NONCE__" /></head></html>',
  );
  await writeFile(join(folder, 'renderer', 'assets', 'app.js'), 'inside');
  await writeFile(join(folder, 'renderer', 'notes.exe'), 'unknown type');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const text = (body: Uint8Array): string => new TextDecoder().decode(body);

it('gives every page its own nonce, in the policy and where style libraries look for it', async () => {
  const renderer = await loadRenderer(join(folder, 'renderer'));
  const nonces = ['/', '/index.html'].map((path) => {
    const page = renderer.respond(path);
    const nonce = /nonce="([^"]+)"/.exec(text(page.body))?.[1];
    expect(page.headers['Content-Security-Policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${String(nonce)}'; img-src 'self' data:; ` +
        `font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ` +
        `require-trusted-types-for 'script'; trusted-types 'none'`,
    );
    return nonce;
  });
  expect(nonces[0]).toMatch(/^[A-Za-z0-9+/]{24}$/);
  expect(nonces[0]).not.toBe(nonces[1]);
});

it('serves assets with their type and forbids sniffing, referrers, foreign embedding and caching', async () => {
  const asset = (await loadRenderer(join(folder, 'renderer'))).respond('/assets/app.js');
  expect(asset.status).toBe(200);
  expect(text(asset.body)).toBe('inside');
  expect(asset.headers).toMatchObject({
    'Content-Type': 'text/javascript; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
});

it('denies every feature that a page could ask for', async () => {
  const { headers } = (await loadRenderer(join(folder, 'renderer'))).respond('/');
  const policy = headers['Permissions-Policy']?.split(', ') ?? [];
  for (const feature of ['camera', 'microphone', 'geolocation', 'usb', 'display-capture', 'clipboard-read'])
    expect(policy).toContain(`${feature}=()`);
  expect(policy.filter((entry) => !/^[a-z-]+=\(\)$/.test(entry))).toEqual([]);
});

it.each([
  '/../secret.js',
  '/assets/../../secret.js',
  '/%2e%2e/secret.js',
  '/..%2fsecret.js',
  '//secret.js',
  '/assets\\app.js',
  '/assets/',
  '/notes.exe',
  '/constructor',
  '',
])('answers %j with 404', async (path) => {
  const answer = (await loadRenderer(join(folder, 'renderer'))).respond(path);
  expect(answer.status).toBe(404);
  expect(answer.headers['Content-Security-Policy']).toContain("default-src 'none'");
});

it('does not serve what came into the folder after the start', async () => {
  const renderer = await loadRenderer(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer', 'late.js'), 'late');
  expect(renderer.respond('/late.js').status).toBe(404);
});

it('refuses a folder in which nothing was built', async () => {
  await expect(loadRenderer(folder)).rejects.toThrow('build first');
});
