import { TriangleAlert } from "lucide-react";
import { loosenedBy, type TypeSettings } from "@/lib/catalog/catalog.rules";

/** In which ways a change lets more through than before; nothing where it does not. */
export function LetsThrough({ before, after }: { before: TypeSettings; after: TypeSettings }) {
  const looser = loosenedBy(before, after);
  if (looser.length === 0) return null;
  return (
    <div className="mb-3 flex items-start gap-2 rounded-md border border-line bg-caution-soft px-3 py-2">
      <TriangleAlert size={15} className="mt-0.5 shrink-0 text-caution" aria-hidden="true" />
      <div>
        <p className="font-semibold">This lets more through</p>
        <ul className="list-disc pl-4">
          {looser.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
