/** The kind of job that makes the file of the whole audit log. */
export const logExportKind = "audit_export";
