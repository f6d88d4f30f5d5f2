/** Where the code of a worker runs: real threads in the product, the same function inline in unit tests. */
export type WorkerPlace =
  { readonly kind: 'threads'; readonly folder: string; readonly count: number } | { readonly kind: 'inline' };
