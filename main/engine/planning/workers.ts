/** Where a worker's code runs: in threads in the product, inline in unit tests. */
export type WorkerPlace =
  { readonly kind: 'threads'; readonly folder: string; readonly count: number } | { readonly kind: 'inline' };
