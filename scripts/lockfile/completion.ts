/** The part of package-lock.json (lockfileVersion 3) that matters here. */
export interface Lockfile {
  packages: Record<string, LockedPackage>;
}

export interface LockedPackage {
  version?: string;
  optional?: boolean;
  dev?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  engines?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface MissingPackage {
  name: string;
  version: string;
  wantedBy: string;
}

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/** Optional dependencies that no entry of the lockfile answers, as npm looks them up: beside the package, then further out. */
export function missingOptionalPackages({ packages }: Lockfile): MissingPackage[] {
  const missing = new Map<string, MissingPackage>();
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (!placesFor(name, path).some((place) => place in packages))
        missing.set(name, { name, version, wantedBy: path });
    }
  }
  return [...missing.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Adds an entry for each missing package of another platform. Its version is the exact one its parent asks for; what it
 * runs on stands in its name, as is the custom of these packages. npm then skips it elsewhere without asking for it.
 *
 * @throws when a missing package is not of that kind: then the lockfile lacks something that matters
 */
export function complete(lockfile: Lockfile): MissingPackage[] {
  const missing = missingOptionalPackages(lockfile);
  for (const { name, version, wantedBy } of missing) {
    const parts = name
      .split(/[/-]/)
      .flatMap((part) => (part === "musleabihf" || part === "musl" ? [part, "linux"] : [part]));
    const os = systems.filter((system) => parts.includes(system));
    const cpu = processors.filter((processor) => parts.includes(processor));
    if (cpu.length === 0 || !/^\d+\.\d+\.\d+[\w.+-]*$/.test(version)) {
      throw new Error(
        `${wantedBy} wants ${name}@${version}, which package-lock.json lacks and which is not a package of one platform.`,
      );
    }
    const parent = lockfile.packages[wantedBy];
    lockfile.packages[`node_modules/${name}`] = {
      version,
      cpu,
      ...(parent?.dev ? { dev: true } : {}),
      ...(parent?.engines ? { engines: parent.engines } : {}),
      optional: true,
      ...(os.length > 0 ? { os } : {}),
    };
  }
  lockfile.packages = Object.fromEntries(
    Object.entries(lockfile.packages).sort(([a], [b]) => a.localeCompare(b, "en")),
  );
  return missing;
}

function placesFor(name: string, path: string): string[] {
  const places: string[] = [];
  for (let base = path; ; base = base.slice(0, Math.max(base.lastIndexOf("/node_modules/"), 0))) {
    places.push(`${base === "" ? "" : `${base}/`}node_modules/${name}`);
    if (base === "") return places;
  }
}
