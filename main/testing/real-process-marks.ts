import { portableProcessMarks } from '../system/portable/process-marks.ts';
import type { ProcessMarks } from '../system/ports.ts';
import { createSystem } from '../system/system.ts';

/** What the product itself would use on this machine. */
export const realProcessMarks: ProcessMarks = createSystem('linux', { HOME: '/' }).marks;

/** What it would use where the system does not say when a process began. */
export const marksWithoutTime: ProcessMarks = portableProcessMarks;
