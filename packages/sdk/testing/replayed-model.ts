/** A scripted model that any process, and any repetition of a tool, can make anew: what it says next depends on what it has said. */
import { AIMessage, ToolMessage, type BaseMessage } from "langchain";
import { ScriptedModel, type Line } from "../scripted-model.ts";

export class ReplayedModel extends ScriptedModel {
  constructor(private readonly lines: Line[]) {
    super([]);
  }

  override _generate(messages: BaseMessage[]): ReturnType<ScriptedModel["_generate"]> {
    const line = this.lines[messages.filter((message) => AIMessage.isInstance(message)).length];
    if (line === undefined) throw new Error("The script is over.");
    const message = typeof line === "function" ? line(messages) : line;
    return Promise.resolve({ generations: [{ text: message.text, message }] });
  }
}

/** Says what its tools have told it. */
export const lastTold: Line = (messages) =>
  new AIMessage(
    `heard: ${messages
      .filter((message) => ToolMessage.isInstance(message))
      .map((message) => message.text)
      .join(" & ")}`,
  );
