import { createContext } from "react";

/** Whether what is around a link brings the next page's beginning into sight by itself. */
export const BringsIntoSight = createContext(false);
