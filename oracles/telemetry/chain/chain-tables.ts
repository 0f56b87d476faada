import type { Migration } from '../store/migrations.ts'

/** What the chain has said. The follower's place is the highest block; its data are added in the same transaction. */
export const chainMigrations: readonly Migration[] = [
  {
    id: 'chain-1',
    sql: `
      CREATE TABLE chain_blocks (
        number bigint PRIMARY KEY,
        hash bytea NOT NULL,
        time bigint NOT NULL,
        has_logs boolean NOT NULL
      );
      CREATE INDEX blocks_without_logs ON chain_blocks (number) WHERE NOT has_logs;
      COMMENT ON TABLE chain_blocks IS 'blocks with logs, and the last ones that were read up to: by their hashes a reorganisation is seen';
      COMMENT ON COLUMN chain_blocks.time IS 'Unix seconds';

      CREATE TABLE chain_logs (
        block bigint NOT NULL REFERENCES chain_blocks ON DELETE CASCADE,
        log_index integer NOT NULL,
        address bytea NOT NULL,
        topics bytea[] NOT NULL,
        data bytea NOT NULL,
        PRIMARY KEY (block, log_index)
      );`,
  },
]
