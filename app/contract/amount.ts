/** Counts and bytes; `allocated` is what the disk really gives back (sparse and small files differ). */
export interface Amount {
  readonly files: number;
  readonly bytes: number;
  readonly allocated: number;
}
