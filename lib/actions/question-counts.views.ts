/** The columns of the counts below, where `a` is an action and `questionCounts` is joined. */
export const questionColumns = "q.asked AS q_asked, q.answered AS q_answered";

/** How many questions were asked about each action `a` of a statement, and how many answered: read with the rows, by the index on an action's messages. */
export const questionCounts = `LEFT JOIN LATERAL (
    SELECT (count(*) FILTER (WHERE m.kind = 'question'))::int AS asked, (count(*) FILTER (WHERE m.kind = 'answer'))::int AS answered
    FROM action_messages m WHERE m.action_id = a.id
  ) q ON true`;
