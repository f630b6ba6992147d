"use client";

import { useId, useMemo, useState } from "react";
import {
  changedFields,
  fieldNames,
  fieldsInSight,
  firstFields,
  schemaOfPart,
  valueOfPart,
  withPart,
} from "@/components/patterns/schema-form/schema-form-part.rules";
import { SchemaFormWhole } from "@/components/patterns/schema-form/schema-form-whole";
import type { SchemaFormProps } from "@/components/patterns/schema-form/schema-form.types";
import { schemaValidator } from "@/components/patterns/schema-form/schema-validator";
import type { JsonValue } from "@/components/patterns/values/value-rows";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { formatCount, formatQuantity } from "@/lib/platform/format";

type Fields = Readonly<Record<string, JsonValue>>;
type Faults = ReturnType<typeof schemaValidator.validateFormData>["errorSchema"];

export interface SchemaFormFieldsProps extends Omit<SchemaFormProps, "value" | "base"> {
  value: Fields;
  base: Fields;
}

/** A form of very many fields: some of them at a time, each to be found by its name, and what was changed always in sight. The whole is checked. */
export function SchemaFormFields({ schema, value, base, onChange, disabled, idPrefix }: SchemaFormFieldsProps) {
  const [words, setWords] = useState("");
  const [limit, setLimit] = useState(firstFields);
  const [faults, setFaults] = useState<Faults>();
  /** Changed once: it stays in sight though it be changed back, while one writes in it. */
  const [written, setWritten] = useState<ReadonlySet<string>>(new Set());
  const searchId = useId();
  const all = useMemo(() => fieldNames(schema, value), [schema, value]);
  const changed = useMemo(() => new Set([...changedFields(base, value), ...written]), [base, value, written]);
  const sight = useMemo(
    () => fieldsInSight(all, { schema, words, limit, changed }),
    [all, schema, words, limit, changed],
  );
  const shown = JSON.stringify(sight.names);
  const names = useMemo(() => JSON.parse(shown) as string[], [shown]);
  const part = useMemo(() => schemaOfPart(schema, names), [schema, names]);
  const partValue = useMemo(() => valueOfPart(value, names) as Fields, [value, names]);

  function write(next: JsonValue) {
    const whole = withPart(value, names, next as Fields) as Fields;
    const found = schemaValidator.validateFormData(whole, schema);
    setFaults(found.errorSchema);
    setWritten(new Set([...changedFields(value, whole), ...written]));
    onChange(
      whole,
      found.errors.map((fault) => fault.stack),
    );
  }

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <label htmlFor={searchId} className="font-medium">
          Find a field <span className="font-normal text-mute">by its name, of {formatCount(all.length)}</span>
        </label>
        <Input
          id={searchId}
          type="search"
          value={words}
          autoComplete="off"
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {names.length === 0 ? <p className="text-mute">No field has that name.</p> : null}
      {/* Another choice of fields is another form: the library takes those of before for its own. */}
      <SchemaFormWhole
        key={shown}
        schema={part}
        value={partValue}
        faults={faults ?? noFaults}
        onChange={write}
        disabled={disabled}
        idPrefix={idPrefix}
      />
      {sight.left > 0 ? (
        <div>
          <Button size="sm" onClick={() => setLimit(limit + firstFields)}>
            Show {formatCount(Math.min(firstFields, sight.left))} more of {formatQuantity(sight.left, "further field")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

const noFaults: Faults = {};
