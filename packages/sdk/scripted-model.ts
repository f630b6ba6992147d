/** A chat model that says what it is told to, for tests and for trying an agent where no model can be reached. */
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";

/** One answer: fixed, or made from the messages so far. */
export type Line = AIMessage | ((messages: BaseMessage[]) => AIMessage);

export interface ScriptedCall {
  name: string;
  args: Record<string, unknown>;
  id: string;
}

/** An answer that calls tools. */
export function toolCalls(calls: ScriptedCall[], words = ""): AIMessage {
  return new AIMessage({ content: words, tool_calls: calls.map((call) => ({ ...call, type: "tool_call" })) });
}

export class ScriptedModel extends BaseChatModel {
  /** What the model was given, one list per turn. */
  readonly heard: BaseMessage[][] = [];

  constructor(private readonly script: Line[]) {
    super({});
  }

  override _llmType(): string {
    return "scripted";
  }

  override bindTools(): this {
    return this;
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const line = this.script[this.heard.length];
    if (line === undefined) throw new Error(`The script has no line ${this.heard.length + 1}.`);
    this.heard.push([...messages]);
    const message = typeof line === "function" ? line(messages) : line;
    return { generations: [{ text: message.text, message }] };
  }
}
