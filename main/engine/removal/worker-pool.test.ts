import { expect, test } from 'vitest';
import { WorkerLost } from './protocol.ts';
import type { RemovalRequest } from './protocol.ts';
import { createPool } from './worker-pool.ts';
import type { PoolWorker } from './worker-pool.ts';

/** A request whose folder numbers encode its name. */
function request(name: string): RemovalRequest {
  const folders = Uint32Array.from(name, (letter) => letter.codePointAt(0) ?? 0);
  return { kind: 'folders', folders, holders: new Int32Array(folders.length) };
}

function nameOf(asked: RemovalRequest): string {
  return asked.kind === 'folders' ? String.fromCodePoint(...asked.folders) : '';
}

interface Script {
  readonly worker: PoolWorker;
  readonly asked: string[];
  answer(): void;
  lose(): void;
}

function scripted(): Script {
  const asked: string[] = [];
  let end: {
    readonly resolve: (answer: Uint8Array) => void;
    readonly reject: (error: Error) => void;
  } | null = null;
  let lost: WorkerLost | null = null;
  const worker: PoolWorker = {
    request: (one) =>
      new Promise((resolve, reject) => {
        asked.push(nameOf(one));
        end = { resolve, reject };
      }),
    lost: () => lost,
    bytesInside: () => 5,
    close: () => Promise.resolve(),
  };
  return {
    worker,
    asked,
    answer: () => end?.resolve(Uint8Array.of(asked.length)),
    lose() {
      lost = new WorkerLost('gone');
      end?.reject(new WorkerLost('gone'));
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const fate = (work: Promise<Uint8Array>): Promise<string> =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof WorkerLost ? 'lost' : String(error)),
  );

test('each worker has one request at a time, and a queued one goes to the first free worker', async () => {
  const [one, other] = [scripted(), scripted()];
  const pool = createPool([one.worker, other.worker]);
  const fates = ['a', 'b', 'c'].map((name) => fate(pool.request(request(name))));
  await turn();
  expect([one.asked, other.asked]).toEqual([['a'], ['b']]);
  other.answer();
  await turn();
  expect([one.asked, other.asked]).toEqual([['a'], ['b', 'c']]);
  one.answer();
  other.answer();
  expect(await Promise.all(fates)).toEqual(['answered', 'answered', 'answered']);
  expect(pool.bytesInside()).toBe(10);
});

test('a lost worker fails only its own request', async () => {
  const [one, other] = [scripted(), scripted()];
  const pool = createPool([one.worker, other.worker]);
  const [a, b, c] = ['a', 'b', 'c'].map((name) => fate(pool.request(request(name))));
  await turn();
  one.lose();
  expect(await a).toBe('lost');
  await turn();
  expect([one.asked, other.asked]).toEqual([['a'], ['b']]);
  other.answer();
  await turn();
  expect(other.asked).toEqual(['b', 'c']);
  other.answer();
  expect([await b, await c]).toEqual(['answered', 'answered']);
});

test('when the last worker is lost, queued and later requests are rejected', async () => {
  const only = scripted();
  const pool = createPool([only.worker]);
  const [a, b] = ['a', 'b'].map((name) => fate(pool.request(request(name))));
  await turn();
  only.lose();
  expect([await a, await b]).toEqual(['lost', 'lost']);
  expect(await fate(pool.request(request('c')))).toBe('lost');
  expect(only.asked).toEqual(['a']);
});

test('closing rejects queued requests', async () => {
  const only = scripted();
  const pool = createPool([only.worker]);
  void fate(pool.request(request('a')));
  const b = fate(pool.request(request('b')));
  await turn();
  await pool.close();
  expect(await b).toBe('lost');
});
