/** The element id of a part's heading. */
export function anchorId(part: string): string {
  return `guide-${part}`;
}

/** Brings a part, and within it a claim, into view and reading focus, as a link within a page does. */
export function showAnchor(part: string, factId: string | null): void {
  const heading = document.getElementById(anchorId(part));
  if (heading === null) return;
  heading.focus({ preventScroll: true });
  const claim = factId === null ? null : document.querySelector(`[data-fact="${factId}"]`);
  (claim ?? heading).scrollIntoView({ block: claim === null ? 'start' : 'center' });
}
