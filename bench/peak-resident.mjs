import { readFileSync } from 'node:fs';

/**
 * Peak resident memory of this process and its threads, in bytes. `getrusage` starts from the parent's size, so
 * this reads the kernel's figure for the process.
 */
export function peakResident() {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (kib === undefined) throw new Error('the kernel does not tell the peak of resident memory');
  return Number(kib) * 1024;
}
