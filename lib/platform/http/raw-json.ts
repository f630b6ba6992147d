/** A response whose JSON text was made, and checked, before: the gate keeps it with its Idempotency-Key. */
export function rawJson(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  });
}
