import { expect, it } from 'vitest';
import { addTallies, lastLine, playwrightTally, singleTally } from './tally.mjs';

const test = (status: string, annotations: readonly unknown[] = []) => ({
  projectName: 'browser',
  status,
  annotations,
});

it('adds up stages and ends with one line', () => {
  const report = {
    suites: [
      {
        specs: [{ file: 'a.spec.ts', title: 'works', tests: [test('expected')] }],
        suites: [
          { specs: [{ file: 'a.spec.ts', title: 'breaks', tests: [test('unexpected')] }] },
          {
            specs: [
              {
                file: 'b.spec.ts',
                title: 'needs Electron',
                tests: [test('skipped', [{ type: 'skip', description: 'no binary' }])],
              },
            ],
          },
        ],
      },
    ],
    errors: [],
  };
  const all = addTallies([singleTally('types', true), singleTally('lint', false), playwrightTally(report)]);
  expect(all).toEqual({
    passed: 2,
    failed: ['lint', 'browser › a.spec.ts › breaks'],
    skipped: [{ name: 'browser › b.spec.ts › needs Electron', reason: 'no binary' }],
  });
  expect(lastLine(all)).toBe('2 passed, 2 failed, 1 skipped');
});

it('counts a report without tests but with an error as a failure', () => {
  expect(playwrightTally({ suites: [], errors: [{ message: 'no config' }] }).failed).toEqual([
    'e2e: no config',
  ]);
});
