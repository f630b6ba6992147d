import type { InterlockAnswer } from "@/lib/actions/verdict.rules";
import type { Subject } from "../subject.rules";

/** Green runs by itself, yellow runs and a share is reviewed afterwards, red waits for a person. */
export function zone({ zone: { zone: effective, raisedBecause }, type }: Subject): InterlockAnswer {
  const why = raisedBecause.length > 0 ? ` Raised from ${type?.zone ?? "undeclared"}: ${raisedBecause.join(", and ")}.` : "";
  switch (effective) {
    case "green":
      return { name: "zone", effect: "pass", code: "green", message: "Green: runs by itself." };
    case "yellow":
      return { name: "zone", effect: "pass", code: "yellow", message: `Yellow: allowed, and a share is reviewed afterwards.${why}` };
    case "red":
      return { name: "zone", effect: "hold", code: "red", message: `Red: a person decides first.${why}` };
  }
}
