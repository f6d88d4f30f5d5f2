/* global document, location, MutationObserver, requestAnimationFrame */

/** The tab's title once all is measured; readable without attaching to the tab. */
export const doneTitle = 'measured';

/**
 * Runs in the page before its scripts, sent as source, so it may use nothing from outside. Records when the button
 * named `label` became clickable, the longest block of the UI thread, and the scan's duration. Reloads once after
 * the first scan request, so that the second window opens during that scan.
 */
export function installProbe(label, doneTitle) {
  const now = () => performance.timeOrigin + performance.now();
  const earlier = sessionStorage.getItem('signoff-probe');
  const probe = {
    first: earlier === null ? null : JSON.parse(earlier),
    openedAt: performance.timeOrigin,
    interactiveAt: null,
    scanAskedAt: null,
    scanEndedAt: null,
    longTasks: [],
    worstGapMs: 0,
  };
  globalThis.signoffProbe = probe;

  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      probe.longTasks.push({ at: performance.timeOrigin + startTime, ms: duration });
  });
  observer.observe({ type: 'longtask', buffered: true });

  const openAgain = () => {
    if (probe.first !== null || probe.interactiveAt === null || probe.scanAskedAt === null) return;
    sessionStorage.setItem('signoff-probe', JSON.stringify(probe));
    location.reload();
  };

  const canBeClicked = () => {
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent.includes(label));
    if (button === undefined || button.disabled || button.ariaDisabled === 'true') return false;
    const { left, top, width, height } = button.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('button') === button;
  };
  const changes = new MutationObserver(() => {
    if (!canBeClicked()) return;
    changes.disconnect();
    // painted, and the thread is free for a click
    requestAnimationFrame(() =>
      setTimeout(() => {
        probe.interactiveAt = now();
        openAgain();
      }),
    );
  });
  changes.observe(document, { childList: true, subtree: true, attributes: true });

  globalThis.WebSocket = class extends globalThis.WebSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        if (probe.first === null || probe.scanEndedAt !== null || !data.includes('"job.ended"')) return;
        probe.scanEndedAt = now();
        // includes rendering the sizes
        setTimeout(() => (document.title = doneTitle), 1000);
      });
    }
    send(data) {
      super.send(data);
      if (!data.includes('"usage.scan"')) return;
      probe.scanAskedAt ??= now();
      setTimeout(openAgain, 100);
    }
  };

  const every = 5;
  let last = performance.now();
  setInterval(() => {
    const at = performance.now();
    probe.worstGapMs = Math.max(probe.worstGapMs, at - last - every);
    last = at;
  }, every);
}
