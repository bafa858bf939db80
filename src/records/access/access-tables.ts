// The tables of keys and of who changed what, as `tables.ts` has the others.

/** Who may ask, and for what. The secret itself is nowhere. */
export interface ApiKeysTable {
  id: string;
  /** What an operator calls it. */
  name: string;
  secret_sha256: string;
  /** `Scope`s, separated by spaces. */
  scopes: string;
  /** UN/LOCODE of the only port it is for; null for all. */
  port: string | null;
  /** Null: what the setting says. */
  requests_per_minute: number | null;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  /** To the hour. */
  last_used_at: number | null;
}

/** What was changed by whom; rows are added and never changed. `audit.ts` says how they hang together. */
export interface AuditEntriesTable {
  /** 1, 2, 3 … */
  seq: number;
  at: number;
  actor: string | null;
  action: string;
  subject: string | null;
  /** An object as JSON. */
  details: string;
  previous_hash: string;
  hash: string;
}

/** One row: the last entry of the audit trail. */
export interface AuditHeadTable {
  only: number;
  seq: number;
  hash: string;
}

/** What this installation made up for itself and needs again, in hexadecimal digits. */
export interface SecretsTable {
  name: string;
  value: string;
}

export interface AccessTables {
  api_keys: ApiKeysTable;
  audit_entries: AuditEntriesTable;
  audit_head: AuditHeadTable;
  secrets: SecretsTable;
}
