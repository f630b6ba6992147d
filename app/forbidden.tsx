import { ForbiddenState } from "@/components/patterns/states/forbidden-state";

/** Somebody is signed in, but no workspace is open to them. */
export default function Forbidden() {
  return (
    <main className="pt-[12dvh]">
      <ForbiddenState
        what="open any workspace"
        who="Ask an administrator to invite you to one, or to give your role back."
      />
    </main>
  );
}
