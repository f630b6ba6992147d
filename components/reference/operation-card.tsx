import { CopyButton } from "@/components/patterns/copy/copy-button";
import { Card } from "@/components/patterns/page/panel";
import type { ReadableHeader, ReadableOperation } from "@/lib/platform/http/openapi-reading.rules";
import { Description, Words } from "./description";
import { HeaderList, RefusalList } from "./refusal-list";

function Source({ title, text, headers = [] }: { title: string; text: string; headers?: readonly ReadableHeader[] }) {
  return (
    <details className="border-t border-line-soft">
      <summary className="cursor-pointer px-4 py-2 text-ink-soft">{title}</summary>
      {headers.length > 0 ? (
        <div className="border-t border-line-soft bg-sunk px-4 py-3">
          <HeaderList headers={headers} />
        </div>
      ) : null}
      {text === "" ? null : (
        <pre
          tabIndex={0}
          role="region"
          aria-label={title}
          className="max-h-96 overflow-auto border-t border-line-soft bg-sunk px-4 py-3 text-mono"
        >
          {text}
        </pre>
      )}
    </details>
  );
}

/** One operation of the API: what it does, for whom, with what, and what it may be refused with. */
export function OperationCard({
  operation: { method, path, summary, description, parameters, request, example, response, refusals },
}: {
  operation: ReadableOperation;
}) {
  return (
    <Card>
      <div className="px-4 py-3">
        <h3 className="flex flex-wrap items-center gap-x-2 text-mono break-all">
          <span className="font-semibold">{method}</span> {path}
          <CopyButton text={path} label="Copy the path" className="font-sans text-mute!" />
        </h3>
        <p className="mt-1 font-medium">{summary}</p>
        <Description text={description} />
        {parameters.length > 0 ? (
          <ul className="mt-2 grid gap-0.5 text-xs text-ink-soft">
            {parameters.map((p) => (
              <li key={`${p.where}.${p.name}`} className="break-words">
                <span className="text-mono text-ink">{p.name}</span> · {p.where}
                {p.required ? ", required" : ""} · {p.type}
                {p.description === "" ? null : (
                  <>
                    {" "}
                    · <Words text={p.description} />
                  </>
                )}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {request === null ? null : <Source title="Request body" text={request} />}
      {example === null ? null : <Source title="Example of a body" text={example} />}
      {response ? (
        <Source
          title={`Response ${response.status}, ${response.mediaType}`}
          text={response.schema}
          headers={response.headers}
        />
      ) : null}
      {refusals.length > 0 ? <RefusalList refusals={refusals} /> : null}
    </Card>
  );
}
