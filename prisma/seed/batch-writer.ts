import type pg from "pg";
import { leavesJson, prepareEntry, type EntryInput, type PreparedEntry } from "@/lib/audit/audit.service";

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
  "audit_private",
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
  private entries: { workspaceId: string; entry: PreparedEntry }[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly client: pg.ClientBase) {}

  add(table: Exclude<Table, "audit_private">, row: Row): void {
    this.put(table, row);
  }

  tell(input: EntryInput & { at: Date }): void {
    this.stage(input.workspaceId, prepareEntry(input));
  }

  stage(workspaceId: string, entry: PreparedEntry): void {
    this.entries.push({ workspaceId, entry });
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
    const due = this.entries.filter(({ entry }) => entry.at.getTime() <= until).sort((a, b) => a.entry.at.getTime() - b.entry.at.getTime());
    this.entries = this.entries.filter(({ entry }) => entry.at.getTime() > until);
    for (const { workspaceId, entry } of due) {
      if (entry.private) {
        const { salt, body } = entry.private;
        this.put("audit_private", { workspace_id: workspaceId, entry_id: entry.id, salt: `\\x${Buffer.from(salt).toString("hex")}`, body });
      }
    }
    const leaves = due.map(({ entry }) => entry.leaf);
    const batch = tables.map((table) => [table, this.rows.get(table) ?? []] as const);
    this.rows.clear();
    await this.writing;
    this.writing = this.write(batch, leaves);
    // Its error is thrown by whoever waits next; without this it would count as unhandled until then.
    this.writing.catch(() => undefined);
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.writing;
  }

  private async write(batch: readonly (readonly [Table, Row[]])[], leaves: readonly string[]): Promise<void> {
    for (const [table, rows] of batch) {
      for (let from = 0; from < rows.length; from += rowsPerStatement) await this.insert(table, rows.slice(from, from + rowsPerStatement));
    }
    for (let from = 0; from < leaves.length; from += rowsPerStatement) {
      await this.client.query("SELECT audit_stage($1)", [leavesJson(leaves.slice(from, from + rowsPerStatement))]);
    }
  }

  private async insert(table: Table, rows: Row[]): Promise<void> {
    const columns = Object.keys(rows[0] ?? {}).join(", ");
    // A schema's properties stand in the order in which their author wrote them, which jsonb forgets; for the rest jsonb is quicker.
    const json = table === "action_types" ? "json" : "jsonb";
    await this.client.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${json}_populate_recordset(NULL::${table}, $1)`, [JSON.stringify(rows)]);
  }
}
