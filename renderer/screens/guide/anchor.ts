/** Element id of a part's heading. */
export function anchorId(part: string): string {
  return `guide-${part}`;
}

/** Scrolls a part, or a claim in it, into view and focuses it, as an in-page link does. */
export function showAnchor(part: string, factId: string | null): void {
  const heading = document.getElementById(anchorId(part));
  if (heading === null) return;
  heading.focus({ preventScroll: true });
  const claim = factId === null ? null : document.querySelector(`[data-fact="${factId}"]`);
  (claim ?? heading).scrollIntoView({ block: claim === null ? 'start' : 'center' });
}
