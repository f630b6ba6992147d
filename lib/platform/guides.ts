import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { guideFile, type GuideName, type GuideText, guideText } from "./guides.rules";

/** A guide as it stands in docs of this installation. */
export async function readGuide(name: GuideName): Promise<GuideText> {
  return guideText(await readFile(join(/* turbopackIgnore: true */ process.cwd(), guideFile(name)), "utf8"));
}
