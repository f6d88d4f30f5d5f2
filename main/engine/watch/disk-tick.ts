const tickMs = 50;
/** file systems that keep whole seconds only, FAT every second one */
const coarseTickMs = 2_500;

/** How far a time that a disk keeps may lie from the moment that it stands for. */
export function tickOf(ms: number): number {
  return ms % 1000 === 0 ? coarseTickMs : tickMs;
}
