import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..', 'assets', 'icons');
const read = (name: string): Buffer => readFileSync(join(folder, name));

/** Width and height that a PNG states itself; anything else fails. */
function sizeOf(png: Buffer): [number, number] {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

const states = ['watching', 'paused', 'running', 'attention'];
const tones = ['on-light', 'on-dark'];
const trayIcons = states.flatMap((state) => tones.map((tone) => `tray/${state}-${tone}.ico`));

test.each(['icon.ico', ...trayIcons])('every picture in %s is a PNG of its size', (name) => {
  const file = read(name);
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1]);
  const count = file.readUInt16LE(4);
  expect(count).toBeGreaterThanOrEqual(5);
  let end = 0;
  for (let at = 0; at < count; at += 1) {
    const entry = 6 + 16 * at;
    const stated = file.readUInt8(entry) || 256;
    const [bytes, offset] = [file.readUInt32LE(entry + 8), file.readUInt32LE(entry + 12)];
    expect(sizeOf(file.subarray(offset, offset + bytes))).toEqual([stated, stated]);
    end = offset + bytes;
  }
  expect(end).toBe(file.length);
});

test('every picture in icon.icns is a PNG of the size that its type means', () => {
  const sizes: Record<string, number> = { icp4: 16, icp5: 32, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 };
  const doubled: Record<string, number> = { ic11: 32, ic12: 64, ic13: 256, ic14: 512 };
  const file = read('icon.icns');
  expect(file.toString('latin1', 0, 4)).toBe('icns');
  expect(file.readUInt32BE(4)).toBe(file.length);
  const seen: Record<string, number> = {};
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    const [width, height] = sizeOf(file.subarray(at + 8));
    expect(width).toBe(height);
    seen[file.toString('latin1', at, at + 4)] = width;
  }
  expect(seen).toEqual({ ...sizes, ...doubled });
});

test('the pictures for Linux and the trays have the sizes that their names say', () => {
  for (const name of readdirSync(join(folder, 'linux'))) {
    const [, width, height] = /^(\d+)x(\d+)\.png$/.exec(name) ?? [];
    expect(sizeOf(read(join('linux', name)))).toEqual([Number(width), Number(height)]);
  }
  for (const state of states) {
    expect(sizeOf(read(`tray/${state}Template.png`))).toEqual([16, 16]);
    expect(sizeOf(read(`tray/${state}Template@2x.png`))).toEqual([32, 32]);
    for (const tone of tones)
      for (const size of [16, 22, 24, 32])
        expect(sizeOf(read(`tray/${state}-${tone}-${size}.png`))).toEqual([size, size]);
  }
});

test('no two pictures of the tray are the same', () => {
  const names = readdirSync(join(folder, 'tray')).filter((name) => name.endsWith('-24.png'));
  expect(names).toHaveLength(states.length * tones.length);
  expect(new Set(names.map((name) => read(join('tray', name)).toString('base64'))).size).toBe(names.length);
});
