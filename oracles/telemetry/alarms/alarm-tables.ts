import type { Migration } from '../store/migrations.ts'

/** Tables of the alarms. Ids of devices are bytes; times are Unix milliseconds. */
export const alarmMigrations: readonly Migration[] = [
  {
    id: 'alarms-1',
    sql: `
      CREATE TABLE alarms (
        id uuid PRIMARY KEY,
        device_id bytea NOT NULL,
        lease text NOT NULL,
        key text NOT NULL,
        severity text NOT NULL,
        since bigint NOT NULL,
        raised_at bigint NOT NULL,
        cleared_at bigint,
        clear_reason text
      );
      CREATE UNIQUE INDEX one_active_alarm_of_a_kind ON alarms (device_id, key) WHERE cleared_at IS NULL;
      CREATE INDEX alarms_by_time ON alarms (raised_at DESC);
      COMMENT ON COLUMN alarms.since IS 'when the condition began, by the device''s own time';

      CREATE TABLE alarm_changes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        alarm_id uuid NOT NULL REFERENCES alarms,
        kind text NOT NULL,
        severity text NOT NULL,
        at bigint NOT NULL
      );
      CREATE INDEX changes_of_alarm ON alarm_changes (alarm_id);
      COMMENT ON TABLE alarm_changes IS 'outbox: what consoles are told, in the order in which it happened';

      CREATE TABLE alarm_states (
        device_id bytea PRIMARY KEY,
        lease text NOT NULL DEFAULT '',
        states jsonb NOT NULL DEFAULT '{}'
      ) WITH (fillfactor = 50);
      COMMENT ON TABLE alarm_states IS 'what the alarm rules remember of a device';

      CREATE TABLE alarm_listening (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        since bigint NOT NULL,
        until bigint NOT NULL
      );
      COMMENT ON TABLE alarm_listening IS 'the span in which the gateway has listened without a pause';`,
  },
]
