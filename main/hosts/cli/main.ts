#!/usr/bin/env node
import { createSystem } from '../../system/system.ts';
import { runProgram } from './cli.ts';

await runProgram({ built: import.meta.dirname, systemOf: createSystem });
