/**
 * Makes requests of one kind follow each other, so that no older answer comes after a newer one. A request during
 * another is carried out once more after it, for all that asked meanwhile; each promise ends with a request that began
 * after its call.
 */
export function inTurn(request: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = (): Promise<void> => {
    next = null;
    running = request().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (next !== null) return next;
    if (running === null) return start();
    next = running.then(start, start);
    return next;
  };
}
