export interface CodeEditorProps {
  value: string;
  onChange?: (value: string) => void;
  language?: "json" | "text";
  /** Needed where no FormField labels it. */
  "aria-label"?: string;
  readOnly?: boolean;
  /** Its least height in CSS pixels. */
  minHeightPx?: number;
}
