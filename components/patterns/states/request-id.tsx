import { CopyId } from "@/components/patterns/copy/copy-id";

/** The id to ask about a failure with; null where the server gave none. */
export function requestIdOf(error: unknown): string | null {
  return error instanceof Error && "requestId" in error && typeof error.requestId === "string" ? error.requestId : null;
}

/** The request that failed, small, to copy. Nothing where the server gave no id. */
export function RequestId({ id }: { id: string | null }) {
  if (id === null) return null;
  return (
    <span className="block text-xs text-mute">
      Request <CopyId id={id} label="request id" />
    </span>
  );
}
