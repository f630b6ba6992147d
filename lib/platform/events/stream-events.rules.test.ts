import { describe, expect, it } from "vitest";
import { eventTable, messageFor, streamEvents } from "./stream-events.rules";

const change = (event: `${string}.${string}`, more: object = {}) => ({
  workspaceId: "wsp_1",
  event,
  subjectId: "x_1",
  ...more,
});
const person = { workspaceId: "wsp_1", personId: "per_1" };
const agent = { workspaceId: "wsp_1", agentId: "agt_1" };

describe("what a stream tells", () => {
  it("is nothing of another workspace", () => {
    for (const listener of [person, agent])
      expect(messageFor({ ...listener, workspaceId: "wsp_2" }, change("stop.pulled"))).toBeUndefined();
  });

  it("is every stop to everybody, under one name", () => {
    for (const listener of [person, agent]) {
      for (const event of ["stop.pulled", "stop.rearmed", "agent.updated"] as const)
        expect(messageFor(listener, change(event))).toEqual({
          event: "stop.changed",
          data: { subjectId: "x_1", event },
        });
    }
  });

  it("is every change to people, and of its own actions the decisions and questions to an agent", () => {
    expect(messageFor(person, change("team.created"))?.event).toBe("team.created");
    expect(messageFor(agent, change("team.created"))).toBeUndefined();
    expect(messageFor(agent, change("action.decided", { agentId: "agt_1" }))?.event).toBe("action.decided");
    expect(messageFor(agent, change("action.decided", { agentId: "agt_2" }))).toBeUndefined();
    expect(messageFor(agent, change("action.questioned", { agentId: "agt_1" }))?.event).toBe("action.questioned");
    expect(messageFor(agent, change("action.questioned", { agentId: "agt_2" }))).toBeUndefined();
    for (const event of ["action.commented", "action.answered"] as const)
      expect(messageFor(agent, change(event, { agentId: "agt_1" }))).toBeUndefined();
    expect(messageFor(agent, change("action.requested", { agentId: "agt_1" }))).toBeUndefined();
  });

  it("is to one person alone what concerns them alone", () => {
    const own = change("set_aside.changed", { personId: "per_1" });
    expect(messageFor(person, own)?.event).toBe("set_aside.changed");
    for (const listener of [{ ...person, personId: "per_2" }, { workspaceId: "wsp_1" }, agent])
      expect(messageFor(listener, own)).toBeUndefined();
  });

  it("stands whole in the table of the API's document", () => {
    const names = eventTable()
      .split("\n")
      .slice(2)
      .map((line) => line.split("|")[1]?.trim());
    expect(names).toEqual([...Object.keys(streamEvents).map((name) => `\`${name}\``), "a change's name"]);
  });
});
