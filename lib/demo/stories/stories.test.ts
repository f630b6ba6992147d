import { describe, expect, it } from "vitest";
import { ActionRequest, OutcomeRequest } from "@/lib/actions/action.schemas";
import { sentenceFor } from "@/lib/actions/sentence.rules";
import { AgentCreate } from "@/lib/agents/agent.schemas";
import { compileParametersSchema } from "@/lib/catalog/parameters-validator";
import { StepBudget } from "@/lib/platform/json-schema/step-budget.rules";
import { catalogTypeOf } from "@/prisma/seed/workspace";
import { Dice } from "../dice.rules";
import { anyHeld } from "../expect.rules";
import { workspaceStories } from "./all";

const tellings = 60;

describe.each(workspaceStories.map((w) => [w.slug, w] as const))("the stories of %s", (_, workspace) => {
  const types = new Map(workspace.stories.flatMap((s) => s.types.map((t) => [t.name, t] as const)));

  it("have schemas that compile, with a title and a description for every parameter", () => {
    for (const type of types.values()) {
      compileParametersSchema(type.parametersSchema);
      const properties = type.parametersSchema["properties"] as Record<
        string,
        { title?: string; description?: string }
      >;
      for (const [name, { title, description }] of Object.entries(properties))
        expect([title, description].every(Boolean), `${type.name}.${name}`).toBe(true);
    }
  });

  const validators = new Map(
    [...types.values()].map((t) => [t.name, compileParametersSchema(t.parametersSchema)] as const),
  );

  it("ask, edit and report only what the API takes and the catalog's schemas allow, however often they are told", () => {
    for (const { agent, episodes } of workspace.stories) {
      for (let i = 0; i < tellings; i++) {
        const dice = new Dice(`test/${agent.name}/${i}`);
        for (const { request, wise, outcome } of episodes.flatMap((e) => e.tell(dice).asks)) {
          ActionRequest.parse(request);
          OutcomeRequest.parse(outcome);
          const validate = validators.get(request.action);
          if (!validate) continue;
          expect(validate(request.parameters, new StepBudget(1e6)), request.action).toEqual([]);
          if (wise.vote === "edit") expect(validate(wise.parameters, new StepBudget(1e6)), request.action).toEqual([]);
        }
      }
    }
  });

  it("say in one sentence what will happen, with no place left empty", () => {
    for (const { episodes } of workspace.stories) {
      for (const { request } of episodes.flatMap((e) => e.tell(new Dice("sentence")).asks)) {
        const type = types.get(request.action);
        if (type) expect(sentenceFor(catalogTypeOf("aty_test", type), request)).not.toMatch(/[{}?]/);
      }
    }
  });

  it("open with what is truly held, and hold no agent whose registrar is a supervisor", () => {
    for (const story of workspace.stories) {
      AgentCreate.parse({
        name: story.agent.name,
        kind: story.agent.kind,
        description: story.agent.description,
        tier: story.agent.tier,
        autonomy: story.agent.autonomy,
      });
      expect(workspace.teams.map((t) => t.name)).toContain(story.agent.team);
      expect(["supervisor", "supervisor2"]).not.toContain(story.agent.createdBy);
      const opening = story.episodes.filter((e) => e.heldMinutesAgo !== undefined);
      expect(opening.length).toBeGreaterThan(0);
      for (const e of opening) {
        const episode = e.tell(new Dice("held"));
        for (const ask of episode.asks) {
          expect(anyHeld({ ...episode, asks: [ask] }, story), episode.task).toBe(true);
          const seconds = types.get(ask.request.action)?.decideWithinSeconds ?? 3_600;
          expect(seconds - (e.heldMinutesAgo ?? 0) * 60, `${episode.task}: time left`).toBeGreaterThan(240);
        }
      }
    }
  });
});
