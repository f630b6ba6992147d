import { Board, BoardQuery } from "@/lib/board/board.schemas";
import { readBoard } from "@/lib/board/board.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readBoard",
  summary: "What moves, what is held, what stands still, and the day's decisions by hour",
  auth: person("action:read"),
  query: BoardQuery,
  weight: "heavy",
  response: Board,
  handle: ({ caller, query }) =>
    readBoard(caller.workspaceId, query.minutes, query.since ?? new Date(Date.now() - 86_400_000)),
});
