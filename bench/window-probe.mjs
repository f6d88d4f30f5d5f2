/* global document, MutationObserver, requestAnimationFrame */
/**
 * Runs inside the page before its own scripts, sent there as source: may use nothing from outside. Notes when the
 * button named `label` could first be clicked by a person, and how long the UI thread was ever held.
 */
export function installProbe(label) {
  const probe = { interactiveAt: null, interactiveStart: null, longTasks: [], worstGapMs: 0 };
  globalThis.signoffProbe = probe;
  const now = () => performance.timeOrigin + performance.now();

  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      probe.longTasks.push({ at: performance.timeOrigin + startTime, ms: duration });
  });
  observer.observe({ type: 'longtask', buffered: true });

  const canBeClicked = () => {
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent.includes(label));
    if (button === undefined || button.disabled || button.ariaDisabled === 'true') return false;
    const { left, top, width, height } = button.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('button') === button;
  };
  const changes = new MutationObserver(() => {
    if (probe.interactiveStart !== null || !canBeClicked()) return;
    probe.interactiveStart = now();
    changes.disconnect();
    // painted, and the thread free again for a click
    requestAnimationFrame(() => setTimeout(() => (probe.interactiveAt = now())));
  });
  changes.observe(document, { childList: true, subtree: true, attributes: true });

  const every = 5;
  let last = performance.now();
  setInterval(() => {
    const at = performance.now();
    probe.worstGapMs = Math.max(probe.worstGapMs, at - last - every);
    last = at;
  }, every);
}
