import { readFileSync } from 'node:fs';

/**
 * The most memory that this process, its threads included, has had resident, in bytes. What `getrusage` says begins with
 * the size of the process that started this one; what the kernel keeps of the memory itself does not.
 */
export function peakResident() {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (kib === undefined) throw new Error('the kernel does not tell the peak of resident memory');
  return Number(kib) * 1024;
}
