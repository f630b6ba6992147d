-- Tells every instance what a log has taken in, in few notifications of under 8,000 bytes: arrays of events. In a flood only some are
-- told, the most urgent; the rest is left to the listeners' own regular look, since an event is only a hint.
CREATE OR REPLACE FUNCTION audit_announce(p_workspace text, p_from bigint) RETURNS void LANGUAGE sql VOLATILE AS $$
  SELECT pg_notify('signalbox', payload) FROM (
    SELECT '[' || string_agg(event, ',' ORDER BY place) || ']' AS payload
    FROM (
      SELECT place, event, sum(octet_length(event) + 1) OVER (ORDER BY place) / 7000 AS payload_number
      FROM (
        SELECT row_number() OVER (ORDER BY audit_urgency(event), seq) AS place,
          json_strip_nulls(json_build_object('workspaceId', workspace_id, 'event', event, 'subjectId', subject_id,
            'agentId', CASE WHEN actor_type = 'agent' THEN actor_id ELSE convert_from(leaf, 'UTF8')::json #>> '{facts,agentId}' END))::text AS event
        FROM (
          SELECT * FROM audit_entries WHERE workspace_id = p_workspace AND seq >= p_from ORDER BY audit_urgency(event), seq LIMIT 300
        ) chosen
      ) told
    ) numbered
    GROUP BY payload_number ORDER BY payload_number
  ) packed
$$;
