import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { bearerToken } from "./authenticators";
import type { Authenticator } from "./caller";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** For whoever reads metrics: knows the token of the setting, and is nobody. @throws 404 `metrics_off` where there is none */
export const metricsReader: Authenticator<null> = {
  async authenticate(request) {
    const wanted = env().SIGNALBOX_METRICS_TOKEN;
    if (wanted === undefined)
      throw new AppError(
        "metrics_off",
        "Nobody may read metrics here. Set SIGNALBOX_METRICS_TOKEN, and send it as a bearer token.",
      );
    // Digests have one length, and comparing them takes the same time however much is right.
    return timingSafeEqual(digest(bearerToken(request) ?? ""), digest(wanted)) ? null : undefined;
  },
  describe: { metricsToken: true },
};
