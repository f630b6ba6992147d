import { OutsideText } from "@/components/patterns/outside/outside-text";

/** A thing by its type and its id, each kept apart: neither can read as a part of the other, or of the words around them. */
export function ResourceName({ of: { type, id } }: { of: { type: string; id: string } }) {
  return (
    <>
      <span className="text-mute">
        <OutsideText text={type} />
      </span>{" "}
      <OutsideText text={id} />
    </>
  );
}
