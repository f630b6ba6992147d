export function run(
  args: string[],
  io: { out: (line: string) => void; err: (line: string) => void; env?: Record<string, string | undefined> },
): Promise<0 | 1 | 2>;
