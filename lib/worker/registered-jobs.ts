// Which kinds of long work this process can do: a line each, in any order.
export { logExport } from "@/lib/exports/log-export.job";
