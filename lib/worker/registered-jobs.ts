// Which kinds of long work this process can do: a line each, in any order.
export { withdrawal } from "@/lib/stops/withdrawal.job";
export { breakerPreview } from "@/lib/breakers/preview.job";
export { logExport } from "@/lib/exports/log-export.job";
