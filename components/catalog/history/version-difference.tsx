"use client";

import { useQuery } from "@tanstack/react-query";
import { keptSettings } from "@/components/catalog/history/kept-settings";
import { SettingsDiff } from "@/components/catalog/settings-diff";
import { QueryError } from "@/components/patterns/states/query-error";
import { Skeleton } from "@/components/ui/skeleton";
import { actionTypeVersionQuery } from "@/lib/catalog/catalog.client";
import { differingSettings, type TypeSettings } from "@/lib/catalog/catalog.rules";

export interface VersionDifferenceProps {
  name: string;
  /** The version that is compared with; it may not have been kept. */
  from: number;
  /** What is compared with it. */
  to: Partial<TypeSettings>;
  caption: string;
}

/** Where some settings differ from a version, value by value. */
export function DifferenceFrom({ name, from, to, caption }: VersionDifferenceProps) {
  const before = useQuery({ ...actionTypeVersionQuery(name, from), retry: false });
  if (before.error)
    return (
      <QueryError
        title={`Version ${from} could not be loaded`}
        error={before.error}
        onRetry={() => void before.refetch()}
      />
    );
  if (!before.data) return <Skeleton className="m-3 h-16" />;
  const was = keptSettings(before.data);
  return <SettingsDiff caption={caption} before={was} after={to} fields={differingSettings(was, to)} />;
}

/** Where a version differs from the one before it. */
export function VersionDifference({ name, version }: { name: string; version: number }) {
  const { data, error, refetch } = useQuery({ ...actionTypeVersionQuery(name, version), retry: false });
  if (error)
    return <QueryError title={`Version ${version} could not be loaded`} error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="m-3 h-16" />;
  return (
    <DifferenceFrom
      name={name}
      from={version - 1}
      to={keptSettings(data)}
      caption={`What changed from version ${version - 1} to ${version}`}
    />
  );
}
