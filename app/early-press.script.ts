/** On the page's root once React has drawn it all a first time (`app/listening.tsx`); the script below, which can use nothing from outside, names it again. */
export const listeningMark = "data-listening";

/**
 * Runs in the page before anything else, as text: it may use nothing from outside its braces.
 *
 * What the server has drawn can be pressed before React listens, and such a press is lost: STOP too. The last one is kept and given again
 * when React has taken hold of what was pressed. No form is ever sent by the browser itself: whoever sends one does so by a request of its own.
 * Links need nothing: the browser follows them by itself.
 */
export function keepEarlyPress(): void {
  const retryMs = 30;
  /** A press that is older than this is forgotten: by then one has pressed again, or gone on. */
  const keptMs = 10_000;
  const pressable = "button, summary, tr, [role=button], [role=row], [role=tab], [role=option]";
  const native = "a[href], input, label, select, textarea";
  let kept: { again: () => void; of: Element; untilMs: number } | null = null;

  /** React marks the elements that it has taken hold of; there is no other sign of it for a part of a page. */
  const isTaken = (element: Element) => Object.keys(element).some((key) => key.startsWith("__reactProps$"));
  /** It marks them while it draws, and hears nothing before it has drawn the whole. */
  const isHeard = (element: Element) => document.documentElement.hasAttribute("data-listening") && isTaken(element);

  function keep(of: Element, again: () => void): void {
    const mine = { of, again, untilMs: performance.now() + keptMs };
    if (!kept) setTimeout(retry, retryMs);
    kept = mine;
  }

  function retry(): void {
    if (!kept) return;
    const { of, again, untilMs } = kept;
    if (of.isConnected && isHeard(of)) {
      kept = null;
      again();
    } else if (of.isConnected && performance.now() < untilMs) setTimeout(retry, retryMs);
    else kept = null;
  }

  document.addEventListener(
    "click",
    (event) => {
      const target = event.target;
      if (!(target instanceof Element) || !event.isTrusted || target.closest(native)) return;
      const of = target.closest(pressable);
      if (!of || isHeard(of) || of.matches("[type=submit]")) return;
      keep(of, () => (target instanceof HTMLElement ? target : (of as HTMLElement)).click());
      // React may take hold of it for this very press; then it hears it. Where it cannot, the press does not come here.
      of.addEventListener(
        "click",
        () => {
          if (isTaken(of) && kept?.of === of) kept = null;
        },
        { capture: true, once: true },
      );
    },
    { capture: true },
  );

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement)) return;
      event.preventDefault();
      if (isHeard(form)) return;
      event.stopImmediatePropagation();
      keep(form, () => form.requestSubmit());
    },
    { capture: true },
  );
}
