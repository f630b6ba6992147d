import autocannon from "autocannon";

export interface Load {
  url: string;
  body: string;
  headers?: Record<string, string>;
  seconds: number;
  connections?: number;
  /** The status every answer must have: a fast refusal is no speed. */
  expect: number;
}

export interface Measured {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** A closed loop of `connections` (16 unless told), each sending its next request when the last was answered. @throws when an answer is not as expected */
export async function measure({ url, body, headers = {}, seconds, connections = 16, expect }: Load): Promise<Measured> {
  const result = await autocannon({
    url,
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
    connections,
    duration: seconds,
  });
  const wrong = Object.entries(result.statusCodeStats ?? {}).filter(([code]) => Number(code) !== expect);
  if (wrong.length > 0 || result.errors > 0)
    throw new Error(`${url}: unexpected answers ${JSON.stringify(wrong)}, ${result.errors} errors`);
  return {
    requestsPerSecond: result.requests.total / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}
