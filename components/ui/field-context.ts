"use client";

import { createContext, useContext } from "react";

/** What a labelled field tells the control inside it, so that label, hint and error belong to it for everyone. */
export interface FieldControlProps {
  id?: string;
  /** The label's own id, for controls that a label cannot point to: groups and editors. */
  labelId?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
  "aria-required"?: boolean;
}

export const FieldContext = createContext<FieldControlProps>({});

/** The attributes from the surrounding field; what the control itself was given wins. */
export function useFieldControl(own: FieldControlProps): FieldControlProps {
  const field = useContext(FieldContext);
  return {
    id: own.id ?? field.id,
    labelId: field.labelId,
    "aria-describedby": own["aria-describedby"] ?? field["aria-describedby"],
    "aria-invalid": own["aria-invalid"] ?? field["aria-invalid"],
    "aria-required": own["aria-required"] ?? field["aria-required"],
  };
}
