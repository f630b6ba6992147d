import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { StopBanner } from "./stop-banner";
import type { PulledStop } from "./stop-scope";

const stop = (id: string, type: PulledStop["type"]): PulledStop => ({
  id,
  type,
  label: `what ${id} holds`,
  by: { id: "per_1", name: "Grace" },
  at: "2026-11-27T12:00:00.000Z",
  reason: "test",
});
const shown = (stops: PulledStop[]) =>
  renderToStaticMarkup(<StopBanner stops={stops} pulledBy={({ by }) => by.name} />);

it("what holds most stands first, whenever it was pulled, and what is folded away is counted", () => {
  const html = shown([
    ...Array.from({ length: 12 }, (_, i) => stop(`a${i}`, "agent")),
    stop("r", "run"),
    stop("w", "workspace"),
    stop("k", "kind"),
  ]);
  expect([...html.matchAll(/Stopped: (?:<[^>]+>)?what (\w+) holds/g)].map(([, id]) => id)).toEqual(["w", "k", "a0"]);
  expect(html).toContain('<span class="small:hidden">and 12 more</span>');
  expect(html).toContain('<span class="roomy:hidden">and 14 more</span>');
});

it("nothing is folded away where all are in sight, of which a phone has room for one", () => {
  expect(shown([stop("a", "agent")])).not.toContain("more");
  const three = shown([stop("a", "agent"), stop("b", "run"), stop("c", "kind")]);
  expect(three).toContain('<span class="roomy:hidden">and 2 more</span>');
  expect(three.match(/small:hidden/g)?.length).toBeGreaterThan(2);
});
