import { ForbiddenState } from "@/components/patterns/forbidden-state";

/** What a page shows to a role that it is not for. */
export default function Forbidden() {
  return <ForbiddenState what="use this page" />;
}
