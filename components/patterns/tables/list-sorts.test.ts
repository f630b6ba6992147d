import { describe, expect, it } from "vitest";
import { actionColumns } from "@/components/actions/action-columns";
import { agentColumns } from "@/components/agents/agent-columns";
import { entryColumns } from "@/components/audit/entry-columns";
import { typeColumns } from "@/components/catalog/type-columns";
import { nextSort } from "@/components/patterns/tables/data-table.rules";
import { personColumns } from "@/components/people/person-columns";
import { runColumns } from "@/components/runs/run-columns";
import { columnOf, sortBy } from "@/lib/actions/action-filters.rules";
import { agentSorts } from "@/lib/agents/agent-sorts.rules";
import { entrySorts } from "@/lib/audit/entry-sorts.rules";
import { typeSorts } from "@/lib/catalog/type-sorts.rules";
import { personSorts } from "@/lib/people/person-sorts.rules";
import { runSorts } from "@/lib/runs/run-sorts.rules";

const actions = {
  names: ["newest", "oldest", "highest_cost", "lowest_cost", "highest_confidence", "lowest_confidence"],
  columnOf,
  textOf: sortBy,
};
const leads = { runs: true, agents: true, catalog: true, log: true, decisions: true };

describe.each([
  { list: "actions", columns: actionColumns(leads), sorts: actions },
  { list: "runs", columns: runColumns, sorts: runSorts },
  { list: "agents", columns: agentColumns, sorts: agentSorts },
  { list: "people", columns: personColumns, sorts: personSorts },
  { list: "catalog", columns: typeColumns("yellow"), sorts: typeSorts },
  { list: "audit", columns: entryColumns, sorts: entrySorts },
])("the headings of $list", ({ columns, sorts }) => {
  const sortable = columns.filter((column) => column.sortable);

  it("order by what the API orders by, both ways, and by nothing else", () => {
    expect(sortable.map(({ id }) => id).toSorted()).toEqual(
      [...new Set(sorts.names.map((name) => sorts.columnOf(name)?.columnId))].toSorted(),
    );
    for (const column of sortable) {
      const once = nextSort(null, column);
      const twice = nextSort(once, column);
      expect(new Set([once.direction, twice.direction]).size).toBe(2);
      for (const sort of [once, twice]) expect(sorts.columnOf(sorts.textOf(sort)), column.id).toEqual(sort);
    }
  });

  it("are offered in words, the usual one first, where they are not all in sight", () => {
    if (!("choices" in sorts)) return;
    expect(sorts.choices.map(({ value }) => value).toSorted()).toEqual(sorts.names.toSorted());
    expect(sorts.columnOf(sorts.choices[0]?.value ?? "")).toEqual(sorts.columnOf(""));
    for (const { label } of sorts.choices) expect(label).toMatch(/^[A-Z][a-z ]+(, [AZ] to [AZ])?$/);
  });

  it("leave the usual order out of the address, and stand for no order that is not known", () => {
    const usual = sorts.columnOf("");
    expect(usual && sorts.textOf(usual)).toBe("");
    for (const text of ["by_colour", "constructor", "__proto__"]) expect(sorts.columnOf(text)).toBeNull();
  });
});
