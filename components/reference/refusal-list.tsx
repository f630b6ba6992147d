import type { ReadableHeader, ReadableOperation } from "@/lib/platform/http/openapi-reading.rules";
import { Words } from "./description";

/** What comes with an answer besides its body. */
export function HeaderList({ headers }: { headers: readonly ReadableHeader[] }) {
  return (
    <ul className="grid gap-0.5 text-xs text-ink-soft">
      {headers.map(({ name, description }) => (
        <li key={name} className="break-words">
          <span className="text-mono text-ink">{name}</span> · <Words text={description} />
        </li>
      ))}
    </ul>
  );
}

/** By status: the codes an operation may be refused with, what they mean, and the headers that come with them. */
export function RefusalList({ refusals }: { refusals: ReadableOperation["refusals"] }) {
  return (
    <details className="border-t border-line-soft">
      <summary className="cursor-pointer px-4 py-2 text-ink-soft">
        Refusals: {refusals.map((r) => r.status).join(", ")}
      </summary>
      <dl className="grid border-t border-line-soft bg-sunk px-4 py-1 sm:grid-cols-[3rem_minmax(0,1fr)]">
        {refusals.map(({ status, codes, headers }) => (
          <div key={status} className="border-b border-line-soft py-2 last:border-0 sm:contents">
            <dt className="font-semibold tabular-nums sm:py-2">{status}</dt>
            <dd className="min-w-0 sm:py-2">
              <ul className="grid gap-1">
                {codes.map(({ code, meaning }) => (
                  <li key={code} className="break-words">
                    <span className="text-mono">{code}</span>{" "}
                    <span className="text-ink-soft">
                      <Words text={meaning} />
                    </span>
                  </li>
                ))}
              </ul>
              <div className="mt-1.5">
                <HeaderList headers={headers} />
              </div>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
