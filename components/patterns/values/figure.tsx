import { Fragment } from "react";

/** Up to so many characters a figure stands on one line everywhere: a thousand milliards with their cents. */
const oneLine = 16;

/** A figure that may break after its separators, and nowhere else, where it is longer than its place: a figure that is cut off is another one. */
export function Figure({ text }: { text: string }) {
  if (text.length <= oneLine) return text;
  return text.split(/(?<=\d,)(?=\d{3})/u).map((group, index) => (
    <Fragment key={index}>
      {index > 0 ? <wbr /> : null}
      {group}
    </Fragment>
  ));
}
