interface MessageProblem {
  title: string;
  meaning: string;
  advice: string;
}

const nothing = "Nothing was written.";
const kept = "Your text is kept.";

const known: Record<string, MessageProblem> = {
  already_decided: {
    title: "The agent cannot be asked any more.",
    meaning: "Its action is decided, or its time is up. Nothing was written.",
    advice: `A comment is still possible. ${kept}`,
  },
  own_action: {
    title: "This is your own.",
    meaning: "Its agent is asked by those who may decide it. Nothing was written.",
    advice: `A comment is possible. ${kept}`,
  },
  network: {
    title: "The server cannot be reached.",
    meaning: "Whether your message arrived is not known. Sent again as it is, it is written once.",
    advice: `Wait until the connection lamp shows Live, then send it again. ${kept}`,
  },
  unavailable: {
    title: "The server cannot reach its database.",
    meaning: "Whether your message was written is not known. Sent again as it is, it is written once.",
    advice: `Try again in a moment. ${kept}`,
  },
  unauthenticated: {
    title: "You are signed out.",
    meaning: nothing,
    advice: "Sign in again; your text is kept in this browser.",
  },
  session_ended: {
    title: "Your session has ended.",
    meaning: nothing,
    advice: "Sign in again; your text is kept in this browser.",
  },
};

/**
 * Why a message was not written, in words.
 * @param detail the server's own sentence, used where the code says nothing to us
 */
export function messageProblem(code: string, detail: string): MessageProblem {
  return known[code] ?? { title: detail, meaning: nothing, advice: kept };
}

/** Whether it may have been written all the same, so that it is sent again under the same key. */
export const isUnknown = (code: string): boolean =>
  code === "network" || code === "unavailable" || code === "bad_response";
