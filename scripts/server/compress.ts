import { readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Fonts are compressed in themselves. */
const worthIt = /\.(?:js|css|svg|json|txt|map)$/;
/** The compressors have four threads; more at once would only hold memory. */
const atOnce = 4;

/**
 * Writes, beside every file of a folder that gains by it, what a browser is sent in its place: `.br` (Brotli, RFC 7932) and `.gz`
 * (gzip, RFC 1952), both as small as they can be made. Done once with the build, it costs no request anything.
 */
export async function compressFolder(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && worthIt.test(entry.name),
  );
  const next = files.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const { parentPath, name } of next) await compressFile(join(parentPath, name));
    }),
  );
}

async function compressFile(file: string): Promise<void> {
  const whole = await readFile(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: whole.length,
  };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(whole, { params }));
  await writeFile(`${file}.gz`, await promisify(gzip)(whole, { level: constants.Z_BEST_COMPRESSION }));
}
