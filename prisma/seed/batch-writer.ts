import type pg from "pg";
import type { StagedRow } from "@/lib/audit/audit.service";
import { prepareEntry, type EntryInput } from "@/lib/audit/audit.service";

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
  "audit_staged",
  "audit_private",
] as const;
export type Table = (typeof tables)[number];

/** Rows sent in one statement: large enough that parsing, not the round trip, is what takes the time. */
const rowsPerStatement = 2_000;

interface Pending {
  at: number;
  row: StagedRow;
  secret: Row | undefined;
}

/**
 * Gathers rows and writes them table by table, many at once. Audit entries are staged in the order of their time, whatever the
 * order in which they were told, since the log numbers them as they are staged.
 */
export class BatchWriter {
  private readonly rows = new Map<Table, Row[]>();
  private entries: Pending[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly client: pg.ClientBase) {}

  add(table: Exclude<Table, "audit_staged" | "audit_private">, row: Row): void {
    this.put(table, row);
  }

  tell(input: EntryInput & { at: Date }): void {
    const { row, private: secret } = prepareEntry(input);
    this.stage(
      row,
      secret && { workspace_id: row.workspace_id, entry_id: row.entry_id, salt: `\\x${Buffer.from(secret.salt).toString("hex")}`, body: secret.body },
    );
  }

  stage(row: StagedRow, secret?: Row): void {
    this.entries.push({ at: Date.parse(row.at), row, secret });
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
    const due = this.entries.filter((e) => e.at <= until).sort((a, b) => a.at - b.at);
    this.entries = this.entries.filter((e) => e.at > until);
    for (const { row, secret } of due) {
      this.put("audit_staged", row);
      if (secret) this.put("audit_private", secret);
    }
    const batch = tables.map((table) => [table, this.rows.get(table) ?? []] as const);
    this.rows.clear();
    await this.writing;
    this.writing = this.write(batch);
    // Its error is thrown by whoever waits next; without this it would count as unhandled until then.
    this.writing.catch(() => undefined);
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.writing;
  }

  private async write(batch: readonly (readonly [Table, Row[]])[]): Promise<void> {
    for (const [table, rows] of batch) {
      for (let from = 0; from < rows.length; from += rowsPerStatement) await this.insert(table, rows.slice(from, from + rowsPerStatement));
    }
  }

  private async insert(table: Table, rows: Row[]): Promise<void> {
    if (table === "audit_staged") return void (await this.client.query("SELECT audit_stage($1)", [JSON.stringify(rows)]));
    const columns = Object.keys(rows[0] ?? {}).join(", ");
    // A schema's properties stand in the order in which their author wrote them, which jsonb forgets; for the rest jsonb is quicker.
    const json = table === "action_types" ? "json" : "jsonb";
    await this.client.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${json}_populate_recordset(NULL::${table}, $1)`, [JSON.stringify(rows)]);
  }
}
