import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { orNotFound } from "@/app/(console)/or-not-found";
import { Hydrated } from "@/app/hydrated";
import { RunScreen } from "@/components/runs/run-screen";
import { runQuery } from "@/lib/runs/run.client";
import { getRun } from "@/lib/runs/run.views";
import { requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "Run" };

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const me = await requirePerson("run:read");
  const { id } = await params;
  const queries = new QueryClient();
  queries.setQueryData(runQuery(id).queryKey, await orNotFound(getRun(me, id)));
  return (
    <Hydrated state={dehydrate(queries)}>
      <RunScreen id={id} />
    </Hydrated>
  );
}
