import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { Hydrated } from "@/app/hydrated";
import { BoardScreen } from "@/components/board/board-screen";
import { boardQuery } from "@/lib/board/board.client";
import { readBoard } from "@/lib/board/board.views";
import { startOfDay } from "@/lib/platform/day";
import { heavyRead } from "@/lib/platform/http/room";
import { currentTimeZone, requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "Board" };

export default async function BoardPage({ searchParams }: { searchParams: Promise<{ window?: string }> }) {
  const person = await requirePerson("action:read");
  const asked = Number((await searchParams).window);
  const minutes = asked === 60 || asked === 1440 ? asked : 15;
  const queries = new QueryClient();
  const since = new Date(startOfDay(await currentTimeZone()));
  await queries.prefetchQuery({
    ...boardQuery(minutes),
    queryFn: () => heavyRead(person.personId, () => readBoard(person.workspaceId, minutes, since)),
  });
  return (
    <Hydrated state={dehydrate(queries)}>
      <BoardScreen />
    </Hydrated>
  );
}
