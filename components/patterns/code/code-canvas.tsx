"use client";

import { json, jsonParseLinter } from "@codemirror/lang-json";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { linter } from "@codemirror/lint";
import { EditorView, highlightSpecialChars } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import CodeMirror from "@uiw/react-codemirror";
import { useMemo } from "react";
import type { CodeEditorProps } from "@/components/patterns/code/code-editor.types";
import { namedRun } from "@/components/patterns/outside/outside-look.rules";
import type { FieldControlProps } from "@/components/ui/field-context";
import { concealedPattern } from "@/lib/platform/concealed.rules";

const look = EditorView.theme({
  "&": { backgroundColor: "var(--panel)", color: "var(--ink)", fontSize: "0.75rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": {
    backgroundColor: "var(--sunk)",
    color: "var(--mute)",
    border: "none",
    borderRight: "1px solid var(--line)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-soft)",
  },
  ".cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--edge)" },
  ".cm-tooltip": {
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    border: "1px solid var(--edge)",
    borderRadius: "6px",
  },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--danger)" },
  ".cm-panels": { backgroundColor: "var(--sunk)", color: "var(--ink)" },
});

// Names quiet, values in ink, keywords heavier: enough to read by, without colours that mean something else here.
const highlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: "var(--ink-soft)" },
    { tag: tags.string, color: "var(--ink)" },
    { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--accent)" },
    { tag: tags.comment, color: "var(--mute)", fontStyle: "italic" },
    { tag: [tags.punctuation, tags.bracket, tags.separator], color: "var(--mute)" },
  ]),
);

export interface CodeCanvasProps extends CodeEditorProps {
  field: FieldControlProps;
  hintId: string;
}

/** What cannot be seen is drawn in the editor as everywhere: by its name. What is copied out of it is the text itself. */
const concealed = highlightSpecialChars({
  addSpecialChars: concealedPattern,
  render(code) {
    const { name, full } = namedRun([String.fromCodePoint(code)]);
    const badge = document.createElement("span");
    badge.className = "concealed";
    badge.dataset.name = name;
    badge.title = full;
    badge.setAttribute("role", "img");
    badge.setAttribute("aria-label", full);
    return badge;
  },
});

/** The editor itself. */
export function CodeCanvas(props: CodeCanvasProps) {
  const { value, onChange, language = "json", readOnly = false, minHeightPx = 160, field, hintId } = props;
  const label = props["aria-label"];
  const { id, labelId, "aria-describedby": describedBy, "aria-invalid": invalid } = field;
  const extensions = useMemo(
    () => [
      look,
      highlighting,
      EditorView.lineWrapping,
      concealed,
      EditorView.contentAttributes.of({
        ...(label ? { "aria-label": label } : labelId ? { "aria-labelledby": labelId } : {}),
        ...(id ? { id } : {}),
        ...(invalid ? { "aria-invalid": "true" } : {}),
        "aria-describedby": [describedBy, hintId].filter(Boolean).join(" "),
        // Said outright, so that what scrolls is known to hold something that takes the focus.
        tabindex: "0",
      }),
      ...(language === "json" ? [json(), linter(jsonParseLinter(), { delay: 400 })] : []),
    ],
    [label, labelId, id, describedBy, invalid, hintId, language],
  );
  return (
    <CodeMirror
      value={value}
      onChange={onChange}
      readOnly={readOnly}
      theme="none"
      indentWithTab={false}
      minHeight={`${minHeightPx}px`}
      maxHeight="32rem"
      extensions={extensions}
      basicSetup={{
        foldGutter: true,
        highlightActiveLine: false,
        autocompletion: false,
        searchKeymap: true,
        syntaxHighlighting: false,
      }}
    />
  );
}
