/** The offered values, and the present one where somebody has set another elsewhere. */
export function offered(values: readonly number[], present: number | null): readonly number[] {
  if (present === null || values.includes(present)) return values;
  return [...values, present].sort((a, b) => a - b);
}

/** A choice's id for a number, or for none. */
export function idOf(value: number | null): string {
  return value === null ? 'none' : String(value);
}

export function valueOf(id: string): number | null {
  return id === 'none' ? null : Number(id);
}

/** Minutes after midnight as a time field wants them. */
export function clockOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** What a time field says, or null while it is half filled in. */
export function minutesOf(clock: string): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(clock);
  if (match === null) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes < 1440 ? minutes : null;
}
