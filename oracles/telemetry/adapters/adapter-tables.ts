import type { Migration } from '../store/migrations.ts'

/** Tables of the adapters. Times are Unix milliseconds. */
export const adapterMigrations: readonly Migration[] = [
  {
    id: 'adapters-1',
    sql: `
      CREATE TABLE unsigned_snapshots (
        device_id bytea NOT NULL,
        seq bigint NOT NULL,
        ts bigint NOT NULL,
        received_at bigint NOT NULL,
        lat_e7 integer NOT NULL,
        lon_e7 integer NOT NULL,
        op_sec bigint NOT NULL,
        idle_sec bigint NOT NULL,
        fuel_ml bigint NOT NULL,
        fuel_pct_bp smallint NOT NULL,
        engine smallint NOT NULL,
        PRIMARY KEY (device_id, seq),
        UNIQUE (device_id, ts)
      );
      COMMENT ON TABLE unsigned_snapshots IS 'somebody''s word (tier T0): shown and watched, never billed; counted by the gateway';`,
  },
]
