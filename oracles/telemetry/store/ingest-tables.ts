import type { Migration } from './migrations.ts'

/** Tables of the ingest. Ids, digests and signatures are bytes; times are Unix milliseconds. */
export const ingestMigrations: readonly Migration[] = [
  {
    id: 'ingest-1',
    sql: `
      CREATE TABLE readings (
        device_id bytea NOT NULL,
        seq bigint NOT NULL,
        ts bigint NOT NULL,
        received_at bigint NOT NULL,
        digest bytea NOT NULL,
        prev_hash bytea NOT NULL,
        key_version bigint NOT NULL,
        lat_e7 integer NOT NULL,
        lon_e7 integer NOT NULL,
        accuracy_cm bigint NOT NULL,
        op_sec bigint NOT NULL,
        idle_sec bigint NOT NULL,
        fuel_ml bigint NOT NULL,
        fuel_pct_bp smallint NOT NULL,
        engine smallint NOT NULL,
        flags bigint NOT NULL,
        ext_hash bytea NOT NULL,
        ext text,
        alg smallint NOT NULL,
        sig bytea NOT NULL,
        PRIMARY KEY (device_id, seq)
      );
      CREATE INDEX readings_by_time ON readings (device_id, ts);
      COMMENT ON TABLE readings IS 'accepted readings as they were signed: rows are added, never changed or taken out';
      COMMENT ON COLUMN readings.alg IS '0 secp256k1, 1 P-256';

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'rows of % are never changed or taken out', TG_TABLE_NAME; END $$;
      CREATE TRIGGER readings_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON readings
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE device_states (
        device_id bytea PRIMARY KEY,
        seq bigint NOT NULL,
        received bigint NOT NULL,
        missing bigint NOT NULL,
        received_at bigint NOT NULL
      ) WITH (fillfactor = 50);
      COMMENT ON COLUMN device_states.seq IS 'number of the last accepted reading';
      COMMENT ON COLUMN device_states.missing IS 'numbers that were never received';

      CREATE TABLE refusals (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        device_id bytea,
        code text NOT NULL,
        detail text NOT NULL,
        received_at bigint NOT NULL,
        topic text NOT NULL,
        payload bytea NOT NULL
      );
      CREATE INDEX refusals_of_device ON refusals (device_id, received_at);
      COMMENT ON TABLE refusals IS 'messages that were not taken; of a flood only the first of each hour, see refusal_counts';

      CREATE TABLE refusal_counts (
        device_id bytea NOT NULL,
        code text NOT NULL,
        hour bigint NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (device_id, code, hour)
      );
      COMMENT ON COLUMN refusal_counts.device_id IS 'empty for topics and devices that the register does not know';`,
  },
]
