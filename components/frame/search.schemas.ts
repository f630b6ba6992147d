import { z } from "zod";

/** As much of what is found as the palette shows. */
export const FoundActions = z.object({ items: z.array(z.object({ id: z.string(), sentence: z.string() })) });
export const FoundAgents = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
});
export const FoundRuns = z.object({ items: z.array(z.object({ id: z.string(), task: z.string() })) });
export const FoundPeople = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.string() })),
});
export const FoundTypes = z.object({ items: z.array(z.object({ name: z.string(), title: z.string() })) });
