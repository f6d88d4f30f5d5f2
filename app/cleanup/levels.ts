/** The three depths. Each includes the one before; none is ever entered without being asked for. */
export const levels = ['basic', 'system', 'deep'] as const;
export type Level = (typeof levels)[number];

/** Extras that no level takes by itself: each has its own tick and its own warning. */
export const extras = ['media', 'received', 'phone-backups'] as const;
export type Extra = (typeof extras)[number];

/** True when `asked` reaches at least as deep as `needed`. */
export function reaches(asked: Level, needed: Level): boolean {
  return levels.indexOf(asked) >= levels.indexOf(needed);
}
