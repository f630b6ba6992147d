import { ForbiddenState } from "@/components/patterns/states/forbidden-state";

/** What a page shows to a role that it is not for. */
export default function Forbidden() {
  return <ForbiddenState what="use this page" />;
}
