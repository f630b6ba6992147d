import { z } from "zod";

/** What next-auth gives against forged forms. */
export const Csrf = z.object({ csrfToken: z.string() });
