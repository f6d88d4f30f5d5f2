import { describe, expect, it } from 'vitest';
import { recordedOutput } from '../testing/fake-world.ts';
import { createLineFeed } from './line-feed.ts';

function feedTo(output: ReturnType<typeof recordedOutput>, limit: number) {
  return createLineFeed<number>({
    output,
    limit,
    textOf: (item) => `${item}\n`,
    droppedText: (count) => `dropped ${count}\n`,
  });
}

describe('lines to a slow reader', () => {
  it('arrive in order, and only after the feed is opened', async () => {
    const output = recordedOutput();
    const feed = feedTo(output, 10);
    feed.push(1);
    feed.push(2);
    expect(output.text()).toBe('');
    feed.open();
    feed.push(3);
    expect(await feed.finish(10_000)).toBe(true);
    expect(output.text()).toBe('1\n2\n3\n');
  });

  it('queue up to the limit while the reader stalls; further lines are counted', async () => {
    const output = recordedOutput();
    const feed = feedTo(output, 10);
    feed.open();
    const goOn = output.hold();
    feed.push(0);
    await expect.poll(() => output.text()).toBe('0\n');
    for (let item = 1; item <= 100_000; item += 1) feed.push(item);
    expect(output.text()).toBe('0\n');
    goOn();
    expect(await feed.finish(10_000)).toBe(true);
    const lines = output.text().trimEnd().split('\n');
    expect(lines).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', 'dropped 99990']);
  });

  it('closing gives up on a reader that stays stalled', async () => {
    const output = recordedOutput();
    const feed = feedTo(output, 10);
    feed.open();
    output.hold();
    feed.push(1);
    expect(await feed.finish(1)).toBe(false);
  });

  it('a probe is written only between lines, and lines pushed during it are kept', async () => {
    const output = recordedOutput();
    const feed = feedTo(output, 10);
    feed.nudge(' ');
    expect(output.text()).toBe('');
    feed.open();
    const goOn = output.hold();
    feed.nudge(' ');
    feed.push(7);
    feed.nudge(' ');
    goOn();
    expect(await feed.finish(10_000)).toBe(true);
    expect(output.text()).toBe(' 7\n');
  });

  it('nothing is written to a closed reader', async () => {
    const output = recordedOutput();
    const feed = feedTo(output, 10);
    feed.open();
    output.abandon();
    feed.push(1);
    expect(await feed.finish(10_000)).toBe(true);
    expect(output.text()).toBe('');
  });
});
