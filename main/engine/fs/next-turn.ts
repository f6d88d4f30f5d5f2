/** Lets the main loop answer windows and cancels between two pieces of long work. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
