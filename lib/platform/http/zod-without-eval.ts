import { config } from "zod";

// Compiled parsers need eval, which the pages' policy rightly forbids. Must run before any schema is made in a browser.
config({ jitless: true });
