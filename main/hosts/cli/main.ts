#!/usr/bin/env node
import { loadAndRun } from './entry.ts';

await loadAndRun(async () => {
  const { createSystem } = await import('../../system/system.ts');
  const { runProgram } = await import('./cli.ts');
  return () => runProgram({ built: import.meta.dirname, systemOf: createSystem });
});
