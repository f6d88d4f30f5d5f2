/** Minutes after midnight as `HH:MM`, which is also what a time field takes. */
export function clockOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Minutes after midnight, or null for text that is not a time of day, such as a half-filled field. */
export function minutesOf(clock: string): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(clock);
  if (match === null) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes < 1440 ? minutes : null;
}
