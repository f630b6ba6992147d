import { env } from "@/lib/platform/env";

/**
 * The floor that benchmarks measure against: the least a route handler of this build can do with a request. It parses JSON and
 * answers a constant; it reads and writes nothing. Absent unless the process was started for a benchmark.
 */
export async function POST(request: Request): Promise<Response> {
  if (env().SIGNALBOX_BENCH !== "1") return new Response(null, { status: 404 });
  await request.json();
  return Response.json({ ok: true });
}
