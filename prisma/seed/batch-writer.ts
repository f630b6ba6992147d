import type pg from "pg";
import { leavesJson, prepareEntry, privateJson, type EntryInput, type PreparedEntry } from "@/lib/audit/audit.service";

type Row = object;

/** Tables in the order in which their rows must be written. */
const tables = [
  "workspaces",
  "people",
  "memberships",
  "teams",
  "team_members",
  "agents",
  "api_keys",
  "action_types",
  "kind_thresholds",
  "stops",
  "runs",
  "actions",
  "decisions",
  "approvals",
  "permits",
  "outcomes",
] as const;
export type Table = (typeof tables)[number];

/** Rows sent in one statement: large enough that parsing, not the round trip, is what takes the time. */
const rowsPerStatement = 2_000;

/**
 * Gathers rows and writes them table by table, many at once. Audit entries are staged in the order of their time, whatever the
 * order in which they were told, since the log numbers them as they are staged.
 */
export class BatchWriter {
  private readonly rows = new Map<Table, Row[]>();
  private entries: PreparedEntry[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly client: pg.ClientBase) {}

  add(table: Table, row: Row): void {
    this.put(table, row);
  }

  tell(input: EntryInput & { at: Date }): void {
    this.stage(prepareEntry(input));
  }

  stage(entry: PreparedEntry): void {
    this.entries.push(entry);
  }

  private put(table: Table, row: Row): void {
    const known = this.rows.get(table);
    if (known) known.push(row);
    else this.rows.set(table, [row]);
  }

  /**
   * Writes what has been gathered, entries only up to a moment: later ones stay until their time has come. The next rows can be
   * made while these are written.
   */
  async flush(until = Infinity): Promise<void> {
    const due = this.entries
      .filter((entry) => entry.at.getTime() <= until)
      .sort((a, b) => a.at.getTime() - b.at.getTime());
    this.entries = this.entries.filter((entry) => entry.at.getTime() > until);
    const batch = tables.map((table) => [table, this.rows.get(table) ?? []] as const);
    this.rows.clear();
    await this.writing;
    this.writing = this.write(batch, due);
    // Its error is thrown by whoever waits next; without this it would count as unhandled until then.
    this.writing.catch(() => undefined);
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.writing;
  }

  private async write(batch: readonly (readonly [Table, Row[]])[], entries: readonly PreparedEntry[]): Promise<void> {
    for (const [table, rows] of batch) {
      for (let from = 0; from < rows.length; from += rowsPerStatement)
        await this.insert(table, rows.slice(from, from + rowsPerStatement));
    }
    for (let from = 0; from < entries.length; from += rowsPerStatement) {
      const some = entries.slice(from, from + rowsPerStatement);
      await this.client.query("SELECT audit_stage($1, $2)", [leavesJson(some), privateJson(some)]);
    }
  }

  private async insert(table: Table, rows: Row[]): Promise<void> {
    const columns = Object.keys(rows[0] ?? {}).join(", ");
    // A schema's properties stand in the order in which their author wrote them, which jsonb forgets; for the rest jsonb is quicker.
    const json = table === "action_types" ? "json" : "jsonb";
    await this.client.query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${json}_populate_recordset(NULL::${table}, $1)`,
      [JSON.stringify(rows)],
    );
  }
}
