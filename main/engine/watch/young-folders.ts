const youngAtMost = 1_000;

/**
 * Folders that nobody watches and in which something has just come: it may still be growing, which moves no folder's time.
 * They are listed once more in passing, until nothing grows. After a burst only the last ones are kept.
 */
export class YoungFolders {
  private readonly rows = new Set<number>();

  add(row: number): void {
    this.rows.delete(row);
    this.rows.add(row);
    if (this.rows.size <= youngAtMost) return;
    for (const oldest of this.rows) {
      this.rows.delete(oldest);
      return;
    }
  }

  /** whether it is one of them; it is none any more */
  take(row: number): boolean {
    return this.rows.delete(row);
  }
}
