import { CopyButton } from "@/components/patterns/copy-button";
import { Card } from "@/components/patterns/panel";
import type { ReadableOperation } from "@/lib/platform/http/openapi-reading.rules";

function Schema({ title, text }: { title: string; text: string }) {
  return (
    <details className="border-t border-line-soft">
      <summary className="cursor-pointer px-4 py-2 text-ink-soft">{title}</summary>
      <pre tabIndex={0} role="region" aria-label={title} className="max-h-96 overflow-auto border-t border-line-soft bg-sunk px-4 py-3 text-mono">
        {text}
      </pre>
    </details>
  );
}

/** One operation of the API: what it does, for whom, with what. */
export function OperationCard({ operation: { method, path, summary, description, parameters, request, response } }: { operation: ReadableOperation }) {
  return (
    <Card>
      <div className="px-4 py-3">
        <h3 className="flex flex-wrap items-center gap-x-2 text-mono break-all">
          <span className="font-semibold">{method}</span> {path}
          <CopyButton text={path} label="Copy the path" />
        </h3>
        <p className="mt-1 font-medium">{summary}</p>
        <p className="mt-1 text-ink-soft">{description.replaceAll("`", "")}</p>
        {parameters.length > 0 ? (
          <ul className="mt-2 grid gap-0.5 text-xs text-ink-soft">
            {parameters.map((p) => (
              <li key={`${p.where}.${p.name}`} className="break-words">
                <span className="text-mono text-ink">{p.name}</span> · {p.where}
                {p.required ? ", required" : ""} · {p.type}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {request === null ? null : <Schema title="Request body" text={request} />}
      {response && response.schema !== "" ? <Schema title={`Response ${response.status}, ${response.mediaType}`} text={response.schema} /> : null}
    </Card>
  );
}
