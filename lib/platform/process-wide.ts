/**
 * One value per process. Next bundles route handlers and instrumentation apart, so a module's own variable would exist
 * several times; what must be one (pool, event bus, caches) lives here.
 */
export function processWide<T>(name: string, make: () => T): T {
  const key = Symbol.for(`signalbox.${name}`);
  const holder = globalThis as unknown as Record<symbol, T | undefined>;
  return (holder[key] ??= make());
}
