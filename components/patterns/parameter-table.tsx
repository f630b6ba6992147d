import { KeyValueTable, type KeyValueRow } from "@/components/patterns/key-value-table";
import { type LabelledSchema, schemaLabel } from "@/components/patterns/schema-labels";
import { inSchemaOrder } from "@/components/patterns/schema-order";
import { type JsonValue, leafText, typeName, valueRows } from "@/components/patterns/value-rows";
import { Skeleton } from "@/components/ui/skeleton";

export interface ParameterTableProps {
  parameters: JsonValue;
  /** The action type's JSON Schema: gives the names and explanations. */
  schema?: LabelledSchema | null;
  /** Rows before the parameters, such as the action's own name. */
  lead?: ReadonlyArray<KeyValueRow>;
  caption?: string;
  /** The schema is still being read: names and order come with it, so their places are kept free. */
  waiting?: boolean;
}

/** Raw parameters as they will run: one row per value in the schema's order, monospaced, with its words beside the names. */
export function ParameterTable({ parameters, schema, lead = [], caption = "Parameters", waiting = false }: ParameterTableProps) {
  const rows = valueRows(inSchemaOrder(parameters, schema)).filter((row) => row.path !== "" || typeof row.value !== "object");
  if (waiting) return <KeyValueTable caption={caption} rows={[...lead, ...rows.map(placeOf)]} />;
  const named = rows.map(
    (row): KeyValueRow => ({
      key: row.path,
      label: <ParameterName path={row.path} schema={schema} />,
      hint: schemaLabel(schema, row.path).description,
      value: <Leaf value={row.value} />,
      mono: true,
    }),
  );
  return <KeyValueTable caption={caption} rows={[...lead, ...named]} />;
}

/** As high as a row with a title, the name under it and a line that explains. */
function placeOf(_row: unknown, index: number): KeyValueRow {
  return { key: `$${index}`, label: <Skeleton className="my-0.5 h-12 w-4/5" />, value: <Skeleton className="my-0.5 h-4 w-2/5" /> };
}

/** The name of a parameter: the schema's title where it has one, and always the name that runs. */
export function ParameterName({ path, schema }: { path: string; schema?: LabelledSchema | null }) {
  const { title } = schemaLabel(schema, path);
  return title && title !== path ? (
    <>
      <span className="text-ink-soft">{title}</span> <span className="text-mono block text-xs">{path}</span>
    </>
  ) : (
    <span className="text-mono">{path || "value"}</span>
  );
}

/** One value, exactly; its type is said where the text alone would not tell. */
export function Leaf({ value }: { value: JsonValue }) {
  const text = leafText(value);
  return (
    <span className="whitespace-pre-wrap" title={typeName(value)}>
      {text}
    </span>
  );
}
