/** One operation as the reference page shows it. */
export interface ReadableOperation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: { name: string; where: string; required: boolean; type: string; description: string }[];
  /** JSON Schema, as indented text; null where there is none. */
  request: string | null;
  /** A body as a client may send it, as indented text. */
  example: string | null;
  response: { status: string; mediaType: string; schema: string; headers: ReadableHeader[] } | null;
  /** By status: which codes it may come with, and what they mean. */
  refusals: { status: string; codes: { code: string; meaning: string }[]; headers: ReadableHeader[] }[];
}

export interface ReadableHeader {
  name: string;
  description: string;
}

type Json = Record<string, unknown>;
const objectOf = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function typeOf(schema: Json): string {
  if (Array.isArray(schema["enum"])) return schema["enum"].join(" | ");
  return (
    textOf(schema["type"]) ||
    (Array.isArray(schema["anyOf"]) ? schema["anyOf"].map((s) => typeOf(objectOf(s))).join(" or ") : "any")
  );
}

/** Follows references one level deep, so that a page shows the shape and not only its name. */
function schemaText(schema: unknown, schemas: Json): string {
  const reference = textOf(objectOf(schema)["$ref"]).split("/").at(-1);
  return JSON.stringify(reference ? (schemas[reference] ?? schema) : schema, null, 2);
}

function headersOf(answer: Json): ReadableHeader[] {
  return Object.entries(objectOf(answer["headers"])).map(([name, header]) => ({
    name,
    description: textOf(objectOf(header)["description"]) || textOf(objectOf(objectOf(header)["schema"])["description"]),
  }));
}

/** Refusals carry their codes beside the text, which has one paragraph for each: `code`: what it means. */
function refusalsOf(responses: Json): ReadableOperation["refusals"] {
  return Object.entries(responses).flatMap(([status, answer]) => {
    const codes = objectOf(answer)["x-signalbox-codes"];
    if (!Array.isArray(codes)) return [];
    const meanings = textOf(objectOf(answer)["description"]).split("\n\n");
    const found = codes.map((code, index) => ({
      code: String(code),
      meaning: (meanings[index] ?? "").replace(/^`[^`]*`: /u, ""),
    }));
    return [{ status, codes: found, headers: headersOf(objectOf(answer)) }];
  });
}

function readOperation(method: string, path: string, operation: Json, schemas: Json): ReadableOperation {
  const parameters = (Array.isArray(operation["parameters"]) ? operation["parameters"] : []).map((p) => {
    const parameter = objectOf(p);
    return {
      name: textOf(parameter["name"]),
      where: textOf(parameter["in"]),
      required: parameter["required"] === true,
      type: typeOf(objectOf(parameter["schema"])),
      description: textOf(parameter["description"]) || textOf(objectOf(parameter["schema"])["description"]),
    };
  });
  const body = objectOf(objectOf(objectOf(operation["requestBody"])["content"])["application/json"]);
  const requestSchema = body["schema"];
  const success = Object.entries(objectOf(operation["responses"])).find(([status]) => status.startsWith("2"));
  const content = Object.entries(objectOf(objectOf(success?.[1])["content"]))[0];
  return {
    id: textOf(operation["operationId"]),
    method: method.toUpperCase(),
    path,
    summary: textOf(operation["summary"]),
    description: textOf(operation["description"]),
    parameters,
    request: requestSchema === undefined ? null : schemaText(requestSchema, schemas),
    example: body["example"] === undefined ? null : JSON.stringify(body["example"], null, 2),
    response: success
      ? {
          status: success[0],
          mediaType: content?.[0] ?? "no content",
          schema: content ? schemaText(objectOf(content[1])["schema"], schemas) : "",
          headers: headersOf(objectOf(success[1])),
        }
      : null,
    refusals: refusalsOf(objectOf(operation["responses"])),
  };
}

/** The document's operations by resource, in its own order. */
export function readableOperations(document: {
  paths?: unknown;
  components?: { schemas?: unknown } | undefined;
}): { tag: string; operations: ReadableOperation[] }[] {
  const schemas = objectOf(document.components?.schemas);
  const groups = new Map<string, ReadableOperation[]>();
  for (const [path, item] of Object.entries(objectOf(document.paths))) {
    for (const [method, operation] of Object.entries(objectOf(item))) {
      const tags = objectOf(operation)["tags"];
      const tag = Array.isArray(tags) ? textOf(tags[0]) : "other";
      groups.set(tag, [...(groups.get(tag) ?? []), readOperation(method, path, objectOf(operation), schemas)]);
    }
  }
  return [...groups].map(([tag, operations]) => ({ tag, operations }));
}
