import type { Migration } from '../store/migrations.ts'

/** Evidence of billed periods. Ids, digests and addresses are bytes. */
export const periodMigrations: readonly Migration[] = [
  {
    id: 'periods-1',
    sql: `
      CREATE TABLE periods (
        leases bytea NOT NULL,
        lease_id bigint NOT NULL,
        period integer NOT NULL,
        device_id bytea NOT NULL,
        opening_seq bigint NOT NULL,
        closing_seq bigint NOT NULL,
        closing_digest bytea NOT NULL,
        message jsonb NOT NULL,
        root bytea NOT NULL,
        digests bytea NOT NULL,
        archived_at bigint NOT NULL,
        PRIMARY KEY (leases, lease_id, period)
      );
      COMMENT ON COLUMN periods.leases IS 'address of the bank''s book of leases';
      COMMENT ON COLUMN periods.message IS 'the closing reading as the device published it';
      COMMENT ON COLUMN periods.digests IS 'digests of all readings of the period in order of seq, 32 bytes each';`,
  },
]
