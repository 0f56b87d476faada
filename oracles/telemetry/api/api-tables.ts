import type { Migration } from '../store/migrations.ts'

/** Tables of the interface. */
export const apiMigrations: readonly Migration[] = [
  {
    id: 'api-1',
    sql: `
      CREATE TABLE api_sessions (
        token_hash bytea PRIMARY KEY,
        account bytea NOT NULL,
        expires bigint NOT NULL,
        UNIQUE (account, expires)
      );
      CREATE INDEX api_sessions_by_expiry ON api_sessions (expires);
      COMMENT ON TABLE api_sessions IS 'who was let in: of a token only the hash, of a signature the only number that it has';
      COMMENT ON COLUMN api_sessions.expires IS 'Unix seconds';

      CREATE TABLE notes (
        hash bytea PRIMARY KEY,
        text text NOT NULL,
        author bytea NOT NULL,
        written_at bigint NOT NULL
      );
      COMMENT ON TABLE notes IS 'words of which the chain holds the keccak256';
      COMMENT ON COLUMN notes.written_at IS 'Unix milliseconds';`,
  },
]
