import { describe, expect, test } from 'vitest';
import { Pulse, volumesOf } from './pulse.ts';

const counts = { files: 1000, ffree: 500, bfree: 100_000, bsize: 4096 };

describe('the count of a volume’s files', () => {
  test('is asked once for all folders that lie on it, of one that is there', () => {
    const asked: string[] = [];
    const pulse = new Pulse((path) => {
      asked.push(path);
      if (path === '/gone') throw new Error('ENOENT');
      return counts;
    });
    const volumes = volumesOf([
      { realPath: '/a', dev: 1n },
      { realPath: '/b', dev: 1n },
      { realPath: '/gone', dev: 2n },
      { realPath: '/c', dev: 2n },
    ]);
    pulse.beat(volumes);
    expect(asked).toEqual(['/a', '/gone', '/c']);
  });

  test('adds up small steps, and says as many as came or went', () => {
    let ffree = 500;
    const pulse = new Pulse(() => ({ ...counts, ffree }));
    const beat = (): number => pulse.beat([{ dev: 1n, paths: ['/a'] }]);
    expect(beat()).toBe(0);
    ffree -= 5;
    expect(beat()).toBe(0);
    ffree -= 5;
    expect(beat()).toBe(10);
    ffree += 2000;
    expect(beat()).toBe(2000);
    expect(beat()).toBe(0);
  });

  test('goes by free space where the file system counts no files', () => {
    let bfree = 100_000;
    const pulse = new Pulse(() => ({ ...counts, files: 0, ffree: 0, bfree }));
    const beat = (): number => pulse.beat([{ dev: 1n, paths: ['/a'] }]);
    beat();
    bfree -= 500;
    expect(beat()).toBe(0);
    bfree -= 600;
    expect(beat()).toBe(1);
  });
});
