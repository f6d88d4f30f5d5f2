import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultsFolder } from './results-folder.mjs';

/** A vitest reporter that writes down how many tests passed, failed and were skipped, and why those were. */
export default class VitestTally {
  onTestRunEnd(modules, unhandledErrors) {
    const tally = { passed: 0, failed: [], skipped: [] };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const result = test.result();
        const name = `${module.relativeModuleId} › ${test.fullName}`;
        if (result.state === 'passed') tally.passed += 1;
        else if (result.state === 'failed') tally.failed.push(name);
        else tally.skipped.push({ name, reason: result.note ?? 'no reason given' });
      }
      if (module.errors().length > 0) tally.failed.push(`${module.relativeModuleId} could not be run`);
    }
    for (const error of unhandledErrors) tally.failed.push(`unhandled error: ${error.message}`);
    const folder = resultsFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'unit.json'), JSON.stringify(tally));
  }
}
