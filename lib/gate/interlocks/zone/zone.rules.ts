import { interlock } from "@/lib/judging/interlock.rules";

/** Green runs by itself, yellow runs and a share is reviewed afterwards, red waits for a person. */
export const zone = interlock({
  name: "zone",
  judge({ zone: { zone: effective, raisedBecause }, type }, { pass, hold }) {
    const why =
      raisedBecause.length > 0 ? ` Raised from ${type?.zone ?? "undeclared"}: ${raisedBecause.join(", and ")}.` : "";
    switch (effective) {
      case "green":
        return pass("green", "Green: runs by itself.");
      case "yellow":
        return pass("yellow", `Yellow: allowed, and a share is reviewed afterwards.${why}`);
      case "red":
        return hold("red", `Red: a person decides first.${why}`);
    }
  },
});
