import type { Migration } from '../store/migrations.ts'

/** What was published to devices, and what they have signed for it. */
export const commandMigrations: readonly Migration[] = [
  {
    id: 'commands-1',
    sql: `
      CREATE TABLE published_commands (
        device_id bytea PRIMARY KEY,
        payload text NOT NULL,
        published_at bigint NOT NULL
      );
      COMMENT ON TABLE published_commands IS 'the retained message on each device''s topic cmd';

      CREATE TABLE command_acks (
        device_id bytea NOT NULL,
        command_id bigint NOT NULL,
        command smallint NOT NULL,
        ts bigint NOT NULL,
        sig bytea NOT NULL,
        received_at bigint NOT NULL,
        PRIMARY KEY (device_id, command_id, command)
      );`,
  },
]
