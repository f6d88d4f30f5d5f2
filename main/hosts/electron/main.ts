import { createSystem } from '../../system/system.ts';
import { startDesktop } from './electron.ts';

startDesktop({ out: import.meta.dirname, systemOf: createSystem });
