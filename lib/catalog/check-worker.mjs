import { register } from "tsx/esm/api";

// A thread starts from a file that Node reads as it is; what it does is TypeScript, as everything else.
register();
await import("./check-worker.ts");
