/** @typedef {{ passed: number, failed: string[], skipped: { name: string, reason: string }[] }} Tally */

/**
 * What one stage of the tests came to: names of what failed, names and reasons of what was skipped.
 * @returns {Tally}
 */
export function emptyTally() {
  return { passed: 0, failed: [], skipped: [] };
}

/**
 * A stage that is one check, such as types.
 * @param {string} name
 * @param {boolean} ok
 * @returns {Tally}
 */
export function singleTally(name, ok) {
  return { ...emptyTally(), ...(ok ? { passed: 1 } : { failed: [name] }) };
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

/**
 * Reads the JSON report of Playwright; errors outside of any test count as failures.
 * @param {{ suites?: any[], errors?: { message?: string }[] }} report
 * @returns {Tally}
 */
export function playwrightTally(report) {
  const tally = emptyTally();
  for (const spec of (report.suites ?? []).flatMap(specsOf)) {
    for (const test of spec.tests) {
      const name = `${test.projectName} › ${spec.file} › ${spec.title}`;
      if (test.status === 'expected') tally.passed += 1;
      else if (test.status === 'skipped') {
        const why = test.annotations.find(({ type }) => type === 'skip')?.description;
        tally.skipped.push({ name, reason: why ?? 'not run, because an earlier one failed' });
      } else tally.failed.push(name);
    }
  }
  for (const error of report.errors ?? []) tally.failed.push(`e2e: ${error.message ?? 'unknown error'}`);
  return tally;
}

/**
 * @param {Tally[]} tallies
 * @returns {Tally}
 */
export function addTallies(tallies) {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: [...sum.failed, ...tally.failed],
      skipped: [...sum.skipped, ...tally.skipped],
    }),
    emptyTally(),
  );
}

/**
 * The one line that ends `npm test`.
 * @param {Tally} tally
 */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
}
