/** A refusal or failure in words: what happened, what it means for the agent, what to do. */
export interface ProblemWords {
  title: string;
  meaning: string;
  advice: string;
}

const waits = "Nothing was decided. The agent is still waiting.";

const known: Record<string, ProblemWords> = {
  already_decided: {
    title: "Somebody else was first.",
    meaning: "Your answer was not recorded; the agent gets theirs.",
    advice: "See above who decided what. Your text is kept.",
  },
  stale_digest: {
    title: "What you were shown is not what would run.",
    meaning: waits,
    advice: "Look at the parameters again, then decide.",
  },
  contradicts_log: {
    title: "What is stored of this is not what the audit log says.",
    meaning: "Nothing was decided. Somebody has changed the database behind Signalbox; an alarm is raised.",
    advice: "Follow the alarm: stop the agent, and have the database investigated. The agent may ask again.",
  },
  stopped: {
    title: "A stop covers this action.",
    meaning: "It stays held: while the stop is pulled nothing in its scope is approved.",
    advice: "Reject or escalate it, or have the stop re-armed first.",
  },
  agent_paused: {
    title: "The agent is paused.",
    meaning: "It stays held: nothing of a paused agent is approved.",
    advice: "Reject or escalate it, or have the agent set active first.",
  },
  agent_retired: {
    title: "The agent is retired.",
    meaning: "It can no longer run anything.",
    advice: "Nothing is left to do here.",
  },
  run_over: {
    title: "The run it was asked in is over.",
    meaning: "Nothing was decided: what waits in a run is cancelled when that ends.",
    advice: "Nothing is left to do here.",
  },
  denied_now: {
    title: "An interlock denies this now.",
    meaning: "Something has changed since it was asked. It stays held.",
    advice: "See what the interlocks answer now, then reject or escalate.",
  },
  nobody_to_answer: {
    title: "Nobody there may decide it.",
    meaning: waits,
    advice: "Choose somebody who may, or a team or role with somebody who may.",
  },
  agent_deadline: {
    title: "The agent's own deadline comes first.",
    meaning: waits,
    advice: "Decide before then: its deadline cannot be extended.",
  },
  own_action: {
    title: "This is your own.",
    meaning: waits,
    advice: "Any other supervisor can decide it; nothing else is needed.",
  },
  forbidden: {
    title: "Your role cannot decide this.",
    meaning: waits,
    advice: "Somebody it was escalated to, or an administrator, can.",
  },
  step_up_required: {
    title: "Approving this needs your second factor.",
    meaning: waits,
    advice: "Confirm with your security key, then press again.",
  },
  reason_required: {
    title: "Say why.",
    meaning: waits,
    advice: "Write a few words: the agent and the record will see them.",
  },
  invalid_parameters: {
    title: "These parameters do not fit the action.",
    meaning: waits,
    advice: "Correct the fields that are named, then send again.",
  },
  unknown_person: {
    title: "This person is no longer an active member here.",
    meaning: waits,
    advice: "Choose somebody else, or a team or role.",
  },
  unknown_team: {
    title: "There is no such team here any more.",
    meaning: waits,
    advice: "Choose another team or role.",
  },
  not_found: {
    title: "This action does not exist here.",
    meaning: "It may belong to another workspace.",
    advice: "Check the workspace at the top, or go back to the queue.",
  },
  not_yet: {
    title: "There is nothing to extend yet.",
    meaning: waits,
    advice: "Time can be added in the last minute.",
  },
  claimed_by_other: {
    title: "A colleague has claimed it.",
    meaning: "A claim is a courtesy: you can still decide.",
    advice: "Talk to them first if you can.",
  },
  not_claimed: {
    title: "You hold no claim on it any more.",
    meaning: "Claims end by themselves after ten minutes.",
    advice: "Press C to claim it.",
  },
  too_late: {
    title: "Too late to take it back.",
    meaning: "The grace period is over: the agent may have acted already.",
    advice: "Open the action to see whether it ran. A stop can still withdraw a permit that was not used.",
  },
  not_yours: {
    title: "You cannot take this back.",
    meaning: "It settles when the grace period ends.",
    advice: "Who approved can, and so can who may decide it or pull stops.",
  },
  red_not_in_bulk: {
    title: "Red is approved one by one.",
    meaning: "Nothing was decided. The agents are still waiting.",
    advice: "Open each of them.",
  },
  mixed_actions: {
    title: "These cannot be answered together.",
    meaning: "Nothing was decided. The agents are still waiting.",
    advice: "Approve those of one type and zone; reject those of one type or of one agent.",
  },
  rate_limited: { title: "Too many requests.", meaning: waits, advice: "Wait a few seconds, then try again." },
  network: {
    title: "The server cannot be reached.",
    meaning:
      "Whether your answer arrived is not known. An action is decided once at most, so sending it again is safe.",
    advice: "Wait until the connection lamp shows Live, look, and try again. Your text is kept.",
  },
  unavailable: {
    title: "The server cannot reach its database.",
    meaning: waits,
    advice: "Nothing is lost. Try again in a moment.",
  },
  unauthenticated: {
    title: "You are signed out.",
    meaning: waits,
    advice: "Sign in again; your text is kept in this browser.",
  },
  session_ended: {
    title: "Your session has ended.",
    meaning: waits,
    advice: "Sign in again; your text is kept in this browser.",
  },
};

/** @param detail the server's own sentence, used where the code says nothing to us */
export function problemWords(code: string, detail: string): ProblemWords {
  return (
    known[code] ?? {
      title: detail,
      meaning: "If you were deciding, look whether it was recorded.",
      advice: "Try again; if the problem persists, give the request id to whoever runs this installation.",
    }
  );
}
