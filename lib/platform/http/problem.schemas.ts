import { z } from "zod";
import { type ProblemCode, problemCodes } from "@/lib/platform/problem-codes.rules";

const codes = Object.keys(problemCodes) as [ProblemCode, ...ProblemCode[]];

export const Problem = z
  .strictObject({
    type: z.string().meta({ description: "A URN that ends in the code." }),
    title: z.string().meta({ description: "The status in words." }),
    status: z.number().int().meta({ description: "The HTTP status." }),
    detail: z.string().meta({ description: "A sentence for people: what happened and what to do." }),
    code: z.enum(codes).meta({ description: "What a client may act on." }),
    requestId: z.string().meta({ description: "Under which the server's log has it." }),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: "Each fault of the request, by its path." }),
  })
  .meta({
    id: "Problem",
    description: "RFC 9457 problem details: every refusal has this shape.",
    example: {
      type: "urn:signalbox:problem:digest_mismatch",
      title: "Conflict",
      status: 409,
      detail: "This is not the digest that was decided. Read the action again and run its final parameters.",
      code: "digest_mismatch",
      requestId: "req_01h455vb4pex5vsknk084sn02q",
    },
  });
